import { notifications } from '@mantine/notifications';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '@/i18n/locale';
import { formatCount, formatUnit } from '@/lib/format';
import { useRows } from '@/lib/useRows';
import { LabelChips } from '@/ui/Chips';
import styles from './result.module.css';
import { sortRows, type Sorting, type Table, type TableRow } from './table';

const ROW = 28;

type ResultTableProps = { table: Table; unit: string; boundUnit: string };

/** Rows by value or by label, only those in sight; a click on a cell copies it. */
export function ResultTable({ table, unit, boundUnit }: ResultTableProps) {
  const { t } = useTranslation('metrics');
  const locale = useLocale();
  const box = useRef<HTMLDivElement>(null);
  const [sorting, setSorting] = useState<Sorting>({ by: 'value', descending: true });
  const rows = useMemo(() => sortRows(table.rows, sorting), [table.rows, sorting]);
  const list = useRows(box, rows.length, ROW);
  const items = list.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = list.getTotalSize() - (items.at(-1)?.end ?? 0);
  const ranges = table.rows.some(({ samples }) => samples !== undefined);
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
  const shown = ({ value, histogram }: TableRow): string => {
    if (histogram === undefined) return formatUnit(value, unit, locale);
    const avg = formatUnit(histogram.sum / histogram.count, boundUnit, locale);
    return t('histogramCell', { count: formatCount(histogram.count), avg });
  };
  const cell = (key: string, text: string, whole: string, className: string) => (
    <td key={key} className={className}>
      {text !== '' && (
        <button type="button" className={styles.copy} title={t('copyCell', { text: whole })} onClick={() => copy(whole, t('copied'))}>
          {text}
        </button>
      )}
    </td>
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
              {ranges && (
                <th scope="col" className="mw-right">
                  {t('samples')}
                </th>
              )}
              {header('value', t('value'))}
            </tr>
          </thead>
          <tbody>
            {above > 0 && <tr style={{ height: above }} aria-hidden />}
            {items.map(({ index }) => {
              const row = rows[index];
              return row === undefined ? null : (
                <tr key={row.key}>
                  {table.columns.map((label) => cell(label, row.labels[label] ?? '', row.labels[label] ?? '', styles.cell ?? ''))}
                  {ranges && <td className="mw-right">{formatCount(row.samples)}</td>}
                  {cell('value', shown(row), String(row.value), 'mw-right')}
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

function copy(text: string, word: string): void {
  void navigator.clipboard.writeText(text).then(() => notifications.show({ message: `${word} ${text}`, autoClose: 1500 }));
}
