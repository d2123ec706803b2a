import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useTimeRange } from '@/app/timeRange';
import { BarList } from '@/charts/BarList';
import { logLevelColor, seriesColor } from '@/charts/palette';
import { StackedBars } from '@/charts/StackedBars';
import { formatCount, formatPercent } from '@/lib/format';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { fetchStatistics } from './api';
import { bars, INTERVAL_MS, intervalFor, largest } from './stats';
import styles from './stats.module.css';

const CHART_PX = 180;

/** How much is logged: over time, by level, by service; every line counted. */
export function StatisticsView({ view }: { view: LogUrl }) {
  const { t } = useTranslation('logs');
  const range = useTimeRange();
  const { fromMs, toMs } = range.resolved;
  const interval = intervalFor(fromMs, toMs);
  const query = useQuery({
    queryKey: ['log-statistics', fromMs, toMs, interval],
    queryFn: ({ signal }) => fetchStatistics({ fromMs, toMs }, interval, signal),
    placeholderData: keepPreviousData,
  });
  const data = query.data;
  const buckets = useMemo(() => bars(data?.timeSeries ?? []), [data]);
  const keys = useMemo(() => [{ key: 'all', label: t('lines'), color: 'var(--mw-series-1)' }], [t]);
  const total = data?.totalLogs ?? 0;
  const share = (value: number): string => `${formatCount(value)}  ${formatPercent(total === 0 ? 0 : value / total)}`;
  const none = data !== undefined && total === 0 && <EmptyState>{t('empty')}</EmptyState>;
  const levels = largest(data?.byLevel ?? {}).map((item) => ({ ...item, color: logLevelColor(item.key) }));
  const services = largest(data?.byService ?? {}).map((item) => ({ ...item, color: seriesColor(item.key) }));
  return (
    <>
      <Panel
        title={t('total', { count: total, text: formatCount(total) })}
        hint={t(`statistics.${interval}`)}
        query={query}
        empty={none}
      >
        <StackedBars
          buckets={buckets}
          keys={keys}
          intervalMs={INTERVAL_MS[interval]}
          from={fromMs}
          to={toMs}
          height={CHART_PX}
          label={t('statistics.overTime')}
          onZoom={range.zoom}
        />
      </Panel>
      {none === false && (
        <div className={styles.halves}>
          <Panel title={t('statistics.byLevel')} query={query}>
            <BarList
              items={levels}
              format={share}
              label={t('statistics.byLevel')}
              onSelect={(level) => view.set({ view: 'lines', q: '', levels: [level], services: [] })}
            />
          </Panel>
          <Panel title={t('statistics.byService')} query={query}>
            <BarList
              items={services}
              format={share}
              label={t('statistics.byService')}
              onSelect={(service) => view.set({ view: 'lines', q: '', levels: [], services: [service] })}
            />
          </Panel>
        </div>
      )}
    </>
  );
}
