import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Ledger, LedgerCheck } from '@/api/business';
import { useLocale } from '@/i18n/locale';
import { formatNumber } from '@/lib/format';
import { LevelIcon } from '@/ui/LevelBadge';
import { levelTextColor } from '@/ui/levels';
import { Panel } from '@/ui/Panel';
import { EmptyState, SkeletonRows } from '@/ui/states';
import { checkLevel } from './business';

export interface LedgerPanelProps {
  readonly query: UseQueryResult<Ledger>;
  readonly onOpen: (check: string) => void;
  readonly onConnect: () => void;
}

/** Whether points and orders add up. */
export function LedgerPanel({ query, onOpen, onConnect }: LedgerPanelProps) {
  const { t } = useTranslation('overview');
  const checks = query.data?.checks ?? [];
  const past = (query.data?.breaches ?? []).filter(({ mended }) => mended !== null).length;
  return (
    <Panel
      className="mw-span-4"
      title={t('ledger.title')}
      hint={past === 0 ? t('ledger.hint') : t('ledger.past', { count: past })}
      query={query}
      skeleton={<SkeletonRows rows={3} />}
      empty={
        checks.length === 0 && (
          <EmptyState
            action={
              <button type="button" className="mw-plain-button" onClick={onConnect}>
                {t('ledger.connect')}
              </button>
            }
          >
            {query.data?.database.configured === true ? t('ledger.soon') : t('ledger.empty')}
          </EmptyState>
        )
      }
    >
      {checks.map((check) => (
        <CheckRow key={check.id} check={check} onOpen={onOpen} />
      ))}
    </Panel>
  );
}

function CheckRow({ check, onOpen }: { readonly check: LedgerCheck; readonly onOpen: (check: string) => void }) {
  const { t } = useTranslation('overview');
  const locale = useLocale();
  const level = checkLevel(check.state);
  return (
    <button type="button" className="mw-score-part" style={{ width: '100%' }} onClick={() => onOpen(check.id)} title={check.reason ?? undefined}>
      <LevelIcon level={level} />
      <span className="mw-clip mw-grow">{locale === 'zh-CN' ? check.name.zh : check.name.en}</span>
      <span className="mw-clip" style={{ color: levelTextColor(level) }}>
        {check.state === 'broken'
          ? t('ledger.broken', { count: check.offending, difference: formatNumber(check.difference, locale) })
          : t(`ledger.state.${check.state}`)}
      </span>
    </button>
  );
}
