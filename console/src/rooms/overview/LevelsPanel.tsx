import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Overview } from '@/api/overview';
import { BarList } from '@/charts/BarList';
import { formatCount, formatPercent } from '@/lib/format';
import { Panel } from '@/ui/Panel';
import { EmptyState, SkeletonRows } from '@/ui/states';
import { memberLevelName } from './words';

export interface LevelsPanelProps {
  readonly query: UseQueryResult<Overview>;
}

export function LevelsPanel({ query }: LevelsPanelProps) {
  const { t } = useTranslation('overview');
  const levels = (query.data?.levels ?? []).filter(({ count }) => count !== null);
  const upgrades = query.data?.upgrades;
  const upgraded =
    upgrades === undefined || upgrades.attempts24h === null || upgrades.attempts24h === 0
      ? t('levels.noUpgrades')
      : t('levels.upgrades', {
          attempts: formatCount(upgrades.attempts24h),
          rate: formatPercent(upgrades.successRate24h),
        });
  return (
    <Panel
      className="mw-span-4"
      title={t('levels.title')}
      hint={upgrades === undefined ? undefined : upgraded}
      query={query}
      skeleton={<SkeletonRows rows={6} />}
      empty={levels.length === 0 && <EmptyState>{t('levels.empty')}</EmptyState>}
    >
      <BarList
        label={t('levels.title')}
        items={levels.map(({ level, count }) => ({ key: level, label: memberLevelName(level, t), value: count ?? 0 }))}
        format={formatCount}
      />
    </Panel>
  );
}
