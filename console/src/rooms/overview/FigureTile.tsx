import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Figure, Overview } from '@/api/overview';
import { HrefLink } from '@/app/HrefLink';
import { Sparkline } from '@/charts/Sparkline';
import { useLocale } from '@/i18n/locale';
import { formatUnit } from '@/lib/format';
import { Delta } from '@/ui/Delta';
import { Panel } from '@/ui/Panel';
import { Skeleton } from '@/ui/states';
import { metricLink } from './score';

export interface FigureTileProps {
  readonly id: Figure['id'];
  readonly query: UseQueryResult<Overview>;
}

/** One figure: now, against the same time last week, and how the day went (dashed: last week). */
export function FigureTile({ id, query }: FigureTileProps) {
  const { t } = useTranslation('overview');
  const { t: common } = useTranslation('common');
  const locale = useLocale();
  const figure = query.data?.figures.find((one) => one.id === id);
  const name = t(`figure.${id}`);
  const kind = figure?.unit === 'ratio' ? 'points' : 'relative';
  return (
    <Panel className="mw-tile" label={name} query={query} skeleton={<Skeleton height={112} />}>
      {figure === undefined || figure.query === '' ? (
        <span className="mw-tile-name">{name}</span>
      ) : (
        <HrefLink className="mw-tile-name" href={metricLink(figure.query)} title={t('figure.open', { name })}>
          {name}
        </HrefLink>
      )}
      <span className="mw-tile-value">{formatUnit(whole(figure), figure?.unit ?? 'count', locale)}</span>
      {figure === undefined || figure.value === null ? (
        <span className="mw-muted">{t('figure.noData')}</span>
      ) : (
        <Delta
          value={figure.value}
          previous={figure.previous}
          kind={kind}
          goodWhen={figure.goodWhen}
          against={common('delta.lastWeek')}
        />
      )}
      <div className="mw-tile-line">
        <Sparkline points={figure?.points ?? []} previous={figure?.previousPoints ?? []} height={64} />
      </div>
    </Panel>
  );
}

/** Counters are extrapolated to the ends of their window, but nobody places half an order. */
function whole(figure: Figure | undefined): number | null {
  const value = figure?.value ?? null;
  return value !== null && figure?.unit === 'count' ? Math.round(value) : value;
}
