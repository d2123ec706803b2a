import { useTranslation } from 'react-i18next';
import type { Ledger, LedgerBreach, LedgerCheck } from '@/api/business';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatNumber } from '@/lib/format';
import { formatTime } from '@/lib/time';
import { CopyText } from '@/ui/CopyText';
import { Drawer } from '@/ui/Drawer';
import { Badge } from '@/ui/LevelBadge';
import { checkLevel } from './business';

export interface LedgerDrawerProps {
  readonly ledger: Ledger;
  readonly id: string;
  readonly onCheck: (id: string) => void;
  readonly onClose: () => void;
}

/** One invariant: what must hold, the rows that offend, the question, and its breaches of before. */
export function LedgerDrawer({ ledger, id, onCheck, onClose }: LedgerDrawerProps) {
  const { t } = useTranslation('overview');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const at = ledger.checks.findIndex((one) => one.id === id);
  const check = ledger.checks[at] ?? ledger.checks[0];
  const before = ledger.checks[at - 1];
  const after = ledger.checks[at + 1];
  if (check === undefined) return null;
  const breaches = ledger.breaches.filter(({ invariant }) => invariant === check.id);
  return (
    <Drawer
      title={locale === 'zh-CN' ? check.name.zh : check.name.en}
      onClose={onClose}
      onPrevious={before === undefined ? undefined : () => onCheck(before.id)}
      onNext={after === undefined ? undefined : () => onCheck(after.id)}
    >
      <div className="mw-row mw-wrap">
        <Badge level={checkLevel(check.state)} icon>
          {t(`ledger.state.${check.state}`)}
        </Badge>
        <span className="mw-muted">{formatTime(check.at, locale, timeZone)}</span>
      </div>
      <p>{locale === 'zh-CN' ? check.rule.zh : check.rule.en}</p>
      {check.reason !== null && <p className="mw-muted">{check.reason}</p>}
      <Rows check={check} />
      <h3>{t('ledger.question')}</h3>
      <CopyText text={check.query} />
      <h3>{t('ledger.breaches')}</h3>
      {breaches.length === 0 && <span className="mw-muted">{t('ledger.noBreaches')}</span>}
      {breaches.map((breach) => (
        <BreachRow key={breach.id} breach={breach} />
      ))}
    </Drawer>
  );
}

function Rows({ check }: { readonly check: LedgerCheck }) {
  const { t } = useTranslation('overview');
  const locale = useLocale();
  const first = check.rows[0];
  if (first === undefined) return null;
  const columns = Object.keys(first);
  return (
    <>
      <h3>{t('ledger.rows', { count: check.offending, difference: formatNumber(check.difference, locale) })}</h3>
      <div className="mw-scroll">
        <table className="mw-table">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column}>{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {check.rows.map((row, index) => (
              <tr key={index}>
                {columns.map((column) => (
                  <td key={column} className="mw-mono">
                    {row[column] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function BreachRow({ breach }: { readonly breach: LedgerBreach }) {
  const { t } = useTranslation('overview');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const when = (ms: number) => formatTime(ms, locale, timeZone);
  return (
    <div className="mw-row mw-wrap" style={{ minHeight: 28 }}>
      <span>{when(breach.firstSeen)}</span>
      <span className="mw-muted">{breach.mended === null ? t('ledger.open') : t('ledger.mended', { at: when(breach.mended) })}</span>
      <span>{t('ledger.broken', { count: breach.offending, difference: formatNumber(breach.difference, locale) })}</span>
    </div>
  );
}
