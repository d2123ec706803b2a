import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { query as runQuery } from '@/api/prometheus';
import { useTimeRange } from '@/app/timeRange';
import { useLocale } from '@/i18n/locale';
import { formatUnit, unitOf } from '@/lib/format';
import { useRows } from '@/lib/useRows';
import { LabelChips } from '@/ui/Chips';
import { Panel } from '@/ui/Panel';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';
import styles from './metrics.module.css';
import { QueryError } from './QueryError';
import { sortRows, toTable, type Sorting, type Table } from './table';

/** The answer at the end of the range, one row per series. */
export function TableResult({ expression }: { expression: string }) {
  const { t } = useTranslation('metrics');
  const { toMs } = useTimeRange().resolved;
  const answer = useQuery({
    queryKey: ['query', expression, toMs],
    queryFn: ({ signal }) => runQuery(expression, toMs, signal),
    placeholderData: keepPreviousData,
  });
  const data = answer.data?.data;
  const table = useMemo(() => (data === undefined ? null : toTable(data)), [data]);
  if (answer.isError && answer.data === undefined) {
    return <QueryError expression={expression} error={answer.error} onRetry={() => void answer.refetch()} />;
  }
  const notes = [...(answer.data?.warnings ?? []), ...(answer.data?.infos ?? [])];
  return (
    <Panel
      className={styles.result}
      title={table === null ? t('result') : t('seriesCount', { count: table.rows.length })}
      hint={<AbsoluteTime ms={toMs} />}
      query={answer}
      flush
      partial={notes.join('\n')}
      empty={table?.rows.length === 0 && <EmptyState>{t('noSeriesNow')}</EmptyState>}
    >
      {data?.kind === 'string' && <pre className={styles.text}>{data.text}</pre>}
      {table !== null && <ResultTable table={table} unit={unitOf(expression)} />}
    </Panel>
  );
}

const ROW = 28;

function ResultTable({ table, unit }: { table: Table; unit: string }) {
  const { t } = useTranslation('metrics');
  const locale = useLocale();
  const box = useRef<HTMLDivElement>(null);
  const [sorting, setSorting] = useState<Sorting>({ by: 'value', descending: true });
  const rows = useMemo(() => sortRows(table.rows, sorting), [table.rows, sorting]);
  const list = useRows(box, rows.length, ROW);
  const items = list.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = list.getTotalSize() - (items.at(-1)?.end ?? 0);
  const sort = (by: string): void =>
    setSorting((now) => ({ by, descending: now.by === by ? !now.descending : by === 'value' }));
  const header = (by: string, word: string) => (
    <th
      key={by}
      scope="col"
      className={by === 'value' ? 'mw-right' : undefined}
      aria-sort={sorting.by !== by ? 'none' : sorting.descending ? 'descending' : 'ascending'}
    >
      <button type="button" className={styles.sort} onClick={() => sort(by)}>
        {word}
        {sorting.by === by ? (sorting.descending ? ' ↓' : ' ↑') : ''}
      </button>
    </th>
  );
  return (
    <>
      {Object.keys(table.common).length > 0 && (
        <div className={styles.commonFlush}>
          <LabelChips labels={table.common} />
        </div>
      )}
      <div ref={box} className={`mw-scroll ${styles.tableBox}`}>
        <table className="mw-table">
          <thead>
            <tr>
              {table.columns.map((label) => header(label, label === '__name__' ? t('name') : label))}
              {header('value', t('value'))}
            </tr>
          </thead>
          <tbody>
            {above > 0 && <tr style={{ height: above }} aria-hidden />}
            {items.map(({ index }) => {
              const row = rows[index];
              return row === undefined ? null : (
                <tr key={row.key}>
                  {table.columns.map((label) => (
                    <td key={label} className={styles.cell}>
                      {row.labels[label]}
                    </td>
                  ))}
                  <td className="mw-right" title={String(row.value)}>
                    {formatUnit(row.value, unit, locale)}
                  </td>
                </tr>
              );
            })}
            {below > 0 && <tr style={{ height: below }} aria-hidden />}
          </tbody>
        </table>
      </div>
    </>
  );
}
