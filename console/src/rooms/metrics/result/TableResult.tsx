import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { query as runQuery } from '@/api/prometheus';
import { useTimeRange } from '@/app/timeRange';
import { HistogramBars } from '@/charts/HistogramBars';
import { Panel } from '@/ui/Panel';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';
import { AnswerNotes, useCost } from './AnswerNotes';
import { boundUnit } from './answers';
import { tableCells } from './csv';
import { ExportMenu } from './ExportMenu';
import { QueryProblem } from './QueryProblem';
import styles from './result.module.css';
import { ResultTable } from './ResultTable';
import { toTable } from './table';
import { useUnit } from './useMetadata';

type TableResultProps = {
  panel: string;
  expression: string;
  onProblem?: ((message: string | null) => void) | undefined;
};

/** The answer at the end of the range, one row per series; one native histogram as its buckets. */
export function TableResult({ panel, expression, onProblem }: TableResultProps) {
  const { t } = useTranslation('metrics');
  const { toMs } = useTimeRange().resolved;
  const answer = useQuery({
    queryKey: ['promql', panel, 'instant', expression, toMs],
    queryFn: ({ signal }) => runQuery(expression, toMs, signal),
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
  const data = answer.data?.data;
  const table = useMemo(() => (data === undefined ? null : toTable(data)), [data]);
  const { unit, told } = useUnit(expression);
  const cost = useCost(answer.data);
  const histograms = (table?.rows ?? []).filter(({ histogram }) => histogram !== undefined);
  const only = histograms.length === 1 ? histograms[0]?.histogram : undefined;
  return (
    <QueryProblem expression={expression} query={answer} onProblem={onProblem}>
      <Panel
        className={styles.result}
        title={table === null ? t('result') : t('seriesCount', { count: table.rows.length })}
        hint={
          <>
            <AbsoluteTime ms={toMs} />
            {cost === '' ? '' : ` · ${cost}`}
          </>
        }
        query={answer}
        flush
        partial={answer.data?.warnings.join('\n')}
        empty={table?.rows.length === 0 && <EmptyState>{t('noSeriesNow')}</EmptyState>}
        actions={
          table !== null &&
          table.rows.length > 0 && <ExportMenu name={`query-${panel}`} cells={() => tableCells(table)} />
        }
      >
        <AnswerNotes answer={answer.data} />
        {data?.kind === 'string' && <pre className={styles.text}>{data.text}</pre>}
        {only !== undefined && <HistogramBars {...only} unit={boundUnit(expression, told)} label={expression} />}
        {table !== null && <ResultTable table={table} unit={unit} boundUnit={boundUnit(expression, told)} />}
      </Panel>
    </QueryProblem>
  );
}
