import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Overview, PointsFlow } from '@/api/overview';
import { useLocale } from '@/i18n/locale';
import { formatNumber, formatPercent } from '@/lib/format';
import { Panel } from '@/ui/Panel';
import { EmptyState, SkeletonRows } from '@/ui/states';

export interface PointsPanelProps {
  readonly query: UseQueryResult<Overview>;
}

/** Points in, round and out over a day. */
export function PointsPanel({ query }: PointsPanelProps) {
  const { t } = useTranslation('overview');
  const locale = useLocale();
  const flow = query.data?.points;
  return (
    <Panel
      className="mw-span-3 mw-span-points"
      title={t('points.title')}
      hint={t('points.hint')}
      query={query}
      skeleton={<SkeletonRows rows={4} />}
      empty={flow !== undefined && nothing(flow) && <EmptyState>{t('points.empty')}</EmptyState>}
    >
      {flow !== undefined && (
        <div className="mw-flow">
          <FlowFigure name={t('points.recharge')}>{formatNumber(flow.recharge24h, locale)}</FlowFigure>
          <FlowFigure name={t('points.withdraw')}>{formatNumber(flow.withdraw24h, locale)}</FlowFigure>
          <FlowFigure name={t('points.transfer')}>{formatNumber(flow.transfer24h, locale)}</FlowFigure>
          <FlowFigure name={t('points.success')}>{formatPercent(flow.transferSuccess24h)}</FlowFigure>
          <FlowFigure name={t('points.net')}>{formatNumber(netInflow(flow), locale)}</FlowFigure>
        </div>
      )}
    </Panel>
  );
}

function FlowFigure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <div className="mw-tile-name">{name}</div>
      <div className="mw-flow-value">{children}</div>
    </div>
  );
}

const nothing = (flow: PointsFlow): boolean => Object.values(flow).every((value) => value === null);

const netInflow = ({ recharge24h, withdraw24h }: PointsFlow): number | null =>
  recharge24h === null || withdraw24h === null ? null : recharge24h - withdraw24h;
