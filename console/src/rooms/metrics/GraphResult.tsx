import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useGoTo } from '@/app/HrefLink';
import { useTimeRange } from '@/app/timeRange';
import { Heatmap } from '@/charts/Heatmap';
import { TimeSeries } from '@/charts/TimeSeries';
import { useWidth } from '@/charts/useSize';
import { formatDuration } from '@/lib/format';
import { traceHref } from '@/lib/links';
import { LabelChips } from '@/ui/Chips';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { toBuckets } from './expressions';
import styles from './metrics.module.css';
import { QueryError } from './QueryError';
import { asBefore, commonLabels, MOST_SERIES, toSeries } from './seriesNames';
import { useRangeQuery } from './useRangeQuery';

const HEIGHT = 280;

/** The answer as lines, or as a heatmap where its series are the buckets of a histogram. */
export function GraphResult({ expression, heatmap }: { expression: string; heatmap: boolean }) {
  const { t } = useTranslation('metrics');
  const goTo = useGoTo();
  const range = useTimeRange();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const { query, compared, exemplars, unit, step, fromMs, toMs } = useRangeQuery(expression, range, width);
  const answer = query.data?.data;
  const drawn = useMemo(() => toSeries(answer ?? [], expression), [answer, expression]);
  const before = range.compareMs > 0 ? compared.data?.data : undefined;
  const compare = range.compare;
  const series = useMemo(() => {
    if (before === undefined || compare === null) return drawn.series;
    const older = toSeries(before, expression).series;
    return [...drawn.series, ...asBefore(drawn.series, older, range.compareMs, t(`before.${compare}`))];
  }, [drawn, before, compare, expression, range.compareMs, t]);
  const buckets = useMemo(() => (heatmap ? toBuckets(answer ?? []) : null), [answer, heatmap]);
  const common = useMemo(() => commonLabels((answer ?? []).map(({ metric }) => metric)), [answer]);
  const notes = [...(query.data?.warnings ?? []), ...(query.data?.infos ?? [])];
  if (drawn.total > MOST_SERIES) notes.unshift(t('cut', { total: drawn.total, shown: MOST_SERIES }));
  const empty =
    answer !== undefined &&
    (answer.length === 0 ? (
      <EmptyState>{t('noSeries')}</EmptyState>
    ) : heatmap && buckets === null ? (
      <EmptyState>{t('noBuckets')}</EmptyState>
    ) : null);
  return (
    <div ref={box}>
      {query.isError && query.data === undefined ? (
        <QueryError expression={expression} error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Panel
          className={styles.result}
          title={answer === undefined ? t('result') : t('seriesCount', { count: drawn.total })}
          hint={t('step', { step: formatDuration(step) })}
          query={query}
          partial={notes.join('\n')}
          empty={empty}
        >
          {Object.keys(common).length > 0 && (
            <div className={styles.common}>
              <LabelChips labels={common} />
            </div>
          )}
          {buckets !== null ? (
            <Heatmap
              series={buckets}
              unit={/_seconds_bucket\b/.test(expression) ? 'seconds' : 'count'}
              from={fromMs}
              to={toMs}
              stepMs={step * 1000}
              height={HEIGHT}
              label={expression}
            />
          ) : (
            <TimeSeries
              series={series}
              unit={unit}
              height={HEIGHT}
              from={fromMs}
              to={toMs}
              label={expression}
              legend
              exemplars={exemplars}
              onExemplar={({ id }) => goTo(traceHref(id))}
              onZoom={range.zoom}
            />
          )}
        </Panel>
      )}
    </div>
  );
}
