import { useQuery } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alert } from '@/api/alerts';
import { queryRange } from '@/api/prometheus';
import { tickerOf } from '@/app/ticker';
import { TimeSeries } from '@/charts/TimeSeries';
import { useLocale } from '@/i18n/locale';
import { formatUnit, unitOf } from '@/lib/format';
import { stepSeconds } from '@/lib/time';
import { Panel } from '@/ui/Panel';
import { EmptyState, Skeleton } from '@/ui/states';
import { comparisonOf } from './alert';

export interface ConditionChartProps {
  readonly alert: Alert;
}

const HOUR_MS = 3_600_000;
const MOST_SERIES = 10;

/** What the rule measures, around the time the alert began, with its threshold; nothing for other conditions. */
export function ConditionChart({ alert }: ConditionChartProps) {
  const comparison = comparisonOf(alert.expr);
  return comparison === null ? null : <Chart alert={alert} left={comparison.left} threshold={comparison.threshold} />;
}

interface ChartProps extends ConditionChartProps {
  readonly left: string;
  readonly threshold: number;
}

function Chart({ alert, left, threshold }: ChartProps) {
  const { t } = useTranslation('alerts');
  const locale = useLocale();
  const ticker = tickerOf(60);
  const { now } = useSyncExternalStore(ticker.subscribe, ticker.read);
  const toMs = Math.min(now, alert.activeAt + 6 * HOUR_MS);
  const fromMs = Math.min(alert.activeAt - HOUR_MS / 2, toMs - HOUR_MS);
  const unit = unitOf(left);
  const query = useQuery({
    queryKey: ['condition', left, fromMs, toMs],
    queryFn: ({ signal }) =>
      queryRange({ expr: left, fromMs, toMs, stepSeconds: stepSeconds(toMs - fromMs, 480) }, signal),
    placeholderData: (before) => before,
  });
  const series = useMemo(
    () =>
      (query.data?.data ?? []).slice(0, MOST_SERIES).map(({ metric, points }) => ({
        name: Object.values(metric).join(' ') || alert.name,
        points,
      })),
    [query.data, alert.name],
  );
  const thresholds = useMemo(
    () => [{ value: threshold, label: t('drawer.threshold', { value: formatUnit(threshold, unit, locale) }), level: 'critical' }],
    [threshold, unit, locale, t],
  );
  const annotations = useMemo(() => [{ at: alert.activeAt, label: t('state.firing'), level: 'critical' }], [alert, t]);
  return (
    <>
      <h3>{t('drawer.chart')}</h3>
      <Panel
        label={t('drawer.chart')}
        query={query}
        partial={query.data?.warnings.join('; ')}
        skeleton={<Skeleton height={150} />}
        empty={series.length === 0 && <EmptyState>{t('drawer.noChart')}</EmptyState>}
      >
        <TimeSeries
          series={series}
          unit={unit}
          height={150}
          from={fromMs}
          to={toMs}
          thresholds={thresholds}
          annotations={annotations}
          label={t('drawer.chart')}
        />
      </Panel>
    </>
  );
}
