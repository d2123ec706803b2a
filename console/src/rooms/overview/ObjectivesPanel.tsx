import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Objective } from '@/api/business';
import { HrefLink } from '@/app/HrefLink';
import { formatPercent, trimmed } from '@/lib/format';
import { levelColor, levelTextColor } from '@/ui/levels';
import { Panel } from '@/ui/Panel';
import { EmptyState, SkeletonRows } from '@/ui/states';
import { budgetLevel } from './business';
import { metricLink } from './score';

export interface ObjectivesPanelProps {
  readonly query: UseQueryResult<Objective[]>;
}

/** What is promised, what is left of each error budget, and how fast it burns. */
export function ObjectivesPanel({ query }: ObjectivesPanelProps) {
  const { t } = useTranslation('overview');
  const objectives = query.data ?? [];
  return (
    <Panel
      className="mw-span-5"
      title={t('objectives.title')}
      hint={t('objectives.hint')}
      query={query}
      skeleton={<SkeletonRows rows={4} />}
      empty={objectives.length === 0 && <EmptyState>{t('objectives.empty')}</EmptyState>}
    >
      {objectives.map((objective) => (
        <ObjectiveRow key={objective.name} objective={objective} />
      ))}
    </Panel>
  );
}

function ObjectiveRow({ objective }: { readonly objective: Objective }) {
  const { t } = useTranslation('overview');
  const level = budgetLevel(objective);
  const burn = objective.burn1h ?? objective.burn1d;
  const name = t(`objectives.name.${objective.name}` as 'objectives.name.api', { defaultValue: objective.name });
  return (
    <div className="mw-row" style={{ minHeight: 'var(--mw-row)' }}>
      <HrefLink
        className="mw-clip"
        style={{ flex: '1 1 30%' }}
        href={metricLink(`slo:sli_error:ratio_rate1h{slo="${objective.name}"}`)}
        title={objective.query}
      >
        {name}
      </HrefLink>
      <span className="mw-muted" style={{ whiteSpace: 'nowrap' }}>
        {t('objectives.objective', { percent: `${trimmed(objective.objective * 100)} %` })}
      </span>
      <span className="mw-meter" aria-hidden>
        <span style={{ width: `${Math.max(0, Math.min(1, objective.left ?? 0)) * 100}%`, background: levelColor(level) }} />
      </span>
      <span className="mw-right mw-strong" style={{ minWidth: 64, color: levelTextColor(level) }} title={t('objectives.leftHint')}>
        {objective.left === null ? t('objectives.unknown') : formatPercent(objective.left, 0)}
      </span>
      <span className="mw-right mw-muted" style={{ minWidth: 56 }} title={t('objectives.burnHint')}>
        {burn === null ? '–' : `${trimmed(burn, 1)} ×`}
      </span>
    </div>
  );
}
