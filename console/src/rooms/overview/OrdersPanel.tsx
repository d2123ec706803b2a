import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '@/api/overview';
import { useGoTo } from '@/app/HrefLink';
import { TimeSeries } from '@/charts/TimeSeries';
import { Panel } from '@/ui/Panel';
import { EmptyState, Skeleton } from '@/ui/states';
import { metricLink } from './score';

export interface OrdersPanelProps {
  readonly query: UseQueryResult<Overview>;
}

const DAY_MS = 86_400_000;
const ORDERS_QUERY = 'sum(increase(transaction_count_total[5m]))';

/** Orders now against what is usual at this hour; a brush opens that span among the metrics. */
export function OrdersPanel({ query }: OrdersPanelProps) {
  const { t } = useTranslation('overview');
  const goTo = useGoTo();
  const { data } = query;
  const series = useMemo(
    () => (data === undefined ? [] : [{ name: t('orders.series'), points: data.orders.points }]),
    [data, t],
  );
  const annotations = useMemo(
    () =>
      (data?.incidents ?? []).map(({ id, openedAt }) => ({
        at: openedAt,
        label: t('orders.incident', { id }),
        level: 'critical',
      })),
    [data, t],
  );
  const silent = data !== undefined && data.orders.points.every(([, value]) => value === null);
  return (
    <Panel
      className="mw-span-6"
      title={t('orders.title')}
      hint={t('orders.hint')}
      query={query}
      partial={data?.orders.learning === true && !silent ? t('orders.learning') : null}
      skeleton={<Skeleton height={200} />}
      empty={silent && <EmptyState>{t('orders.empty')}</EmptyState>}
    >
      {data !== undefined && (
        <TimeSeries
          label={t('orders.title')}
          series={series}
          band={data.orders.baseline}
          annotations={annotations}
          unit="count"
          height={208}
          from={data.asOf - DAY_MS}
          to={data.asOf}
          legend={false}
          onZoom={(fromMs, toMs) => goTo(metricLink(ORDERS_QUERY, Math.round(fromMs), Math.round(toMs)))}
        />
      )}
    </Panel>
  );
}
