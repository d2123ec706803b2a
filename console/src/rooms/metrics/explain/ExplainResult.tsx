import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { parseQuery } from '@/api/promqlTree';
import { type Evaluated, type InstantAnswer, query as runQuery } from '@/api/prometheus';
import { useTimeRange } from '@/app/timeRange';
import { formatCount, formatDuration } from '@/lib/format';
import { Panel } from '@/ui/Panel';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { AnswerNotes } from '@/rooms/metrics/result/AnswerNotes';
import { QueryProblem } from '@/rooms/metrics/result/QueryProblem';
import styles from './explain.module.css';
import { NodeRow } from './NodeRow';
import { slowest } from './nodeFacts';
import { rowsOf } from './tree';

type ExplainResultProps = {
  panel: string;
  expression: string;
  onProblem?: ((message: string | null) => void) | undefined;
};

/** Most nodes that are asked for one by one; deeper ones are drawn without figures. */
const MOST_ASKED = 40;

/** How the server understands the query, and what each part of it yields and costs at the end of the range. */
export function ExplainResult({ panel, expression, onProblem }: ExplainResultProps) {
  const { t } = useTranslation('metrics');
  const { toMs } = useTimeRange().resolved;
  const parsed = useQuery({
    queryKey: ['promql', panel, 'parse', expression],
    queryFn: ({ signal }) => parseQuery(expression, signal),
    staleTime: Infinity,
  });
  const whole = useQuery({
    queryKey: ['promql', panel, 'instant', expression, toMs],
    queryFn: ({ signal }) => runQuery(expression, toMs, signal),
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => (parsed.data === undefined ? [] : rowsOf(parsed.data)), [parsed.data]);
  const answers = useQueries({
    queries: rows.map(({ query }, at) => ({
      queryKey: ['promql', panel, 'node', query, toMs],
      queryFn: ({ signal }: { signal: AbortSignal }) => runQuery(query ?? '', toMs, signal),
      enabled: query !== null && at < MOST_ASKED,
      placeholderData: keepPreviousData,
      retry: false,
    })),
  });
  const slow = slowest(answers.map(({ data }) => data?.stats?.seconds ?? null));
  return (
    <QueryProblem expression={expression} query={parsed} onProblem={onProblem}>
      <Panel title={t('explain.title')} hint={<AbsoluteTime ms={toMs} />} query={parsed} flush>
        <Totals answer={whole.data} />
        <AnswerNotes answer={whole.data} />
        <div className="mw-scroll">
          <table className={`mw-table ${styles.tree}`}>
            <thead>
              <tr>
                <th scope="col">{t('explain.node')}</th>
                <th scope="col">{t('explain.type')}</th>
                <th scope="col" className="mw-right">
                  {t('explain.series')}
                </th>
                <th scope="col" className="mw-right">
                  {t('explain.samples')}
                </th>
                <th scope="col" className="mw-right">
                  {t('explain.took')}
                </th>
                <th scope="col">{t('labels')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <NodeRow
                  key={row.key}
                  row={row}
                  answer={answers[at]?.data}
                  error={answers[at]?.error ?? null}
                  slowest={at === slow}
                />
              ))}
            </tbody>
          </table>
        </div>
        <p className={styles.foot}>{t('explain.foot')}</p>
      </Panel>
    </QueryProblem>
  );
}

/** What the whole query cost; a dash where the server does not tell. */
function Totals({ answer }: { answer: Evaluated<InstantAnswer> | undefined }) {
  const { t } = useTranslation('metrics');
  const stats = answer?.stats;
  if (stats === null || stats === undefined) return null;
  const figures: readonly (readonly [string, string])[] = [
    [t('explain.took'), formatDuration(stats.seconds)],
    [t('explain.queued'), formatDuration(stats.queuedSeconds)],
    [t('explain.prepared'), formatDuration(stats.preparedSeconds)],
    [t('explain.samplesRead'), formatCount(stats.samples)],
    [t('explain.peakSamples'), formatCount(stats.peakSamples)],
    [t('explain.seriesRead'), formatCount(stats.series)],
  ];
  return (
    <dl className={styles.totals}>
      {figures
        .filter(([, text]) => text !== '–')
        .map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
    </dl>
  );
}
