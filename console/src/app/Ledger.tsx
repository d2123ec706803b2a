import { useTranslation } from 'react-i18next';
import type { Notification } from '@/api/alerts';
import { Badge } from '@/ui/LevelBadge';
import type { Level } from '@/ui/levels';
import { RelativeTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';

const LEVEL_OF: Record<Notification['state'], Level> = {
  queued: 'info',
  sent: 'ok',
  delivered: 'ok',
  failed: 'critical',
  unknown: 'warning',
  suppressed: 'unknown',
};

export interface LedgerProps {
  readonly notifications: readonly Notification[];
  /** For a narrow place: without the message's title. */
  readonly compact?: boolean | undefined;
}

/** Who was told what, when, and whether it arrived; failures with their reason. */
export function Ledger({ notifications, compact = false }: LedgerProps) {
  const { t } = useTranslation('alerts');
  if (notifications.length === 0) return <EmptyState>{t('ledger.empty')}</EmptyState>;
  return (
    <div className="mw-scroll">
      <table className="mw-table">
        <thead>
          <tr>
            <th>{t('ledger.column.state')}</th>
            <th>{t('ledger.column.channel')}</th>
            <th>{t('ledger.column.target')}</th>
            {!compact && <th>{t('ledger.column.title')}</th>}
            <th className="mw-right">{t('ledger.column.at')}</th>
          </tr>
        </thead>
        <tbody>
          {notifications.map((one) => (
            <tr key={one.id}>
              <td style={{ whiteSpace: 'nowrap' }}>
                <Badge level={LEVEL_OF[one.state]} icon={one.state !== 'suppressed'} title={one.error === '' ? undefined : one.error}>
                  {t(`ledger.state.${one.state}`)}
                </Badge>
              </td>
              <td style={{ whiteSpace: 'nowrap' }}>{one.channel}</td>
              <td>
                <div style={{ overflowWrap: 'anywhere' }}>{one.target === '' ? one.receiver : one.target}</div>
                {one.error !== '' && (
                  <div style={{ color: 'var(--mw-critical-text)', overflowWrap: 'anywhere' }}>
                    {one.attempts > 1 && `${t('ledger.attempts', { count: one.attempts })} · `}
                    {one.error}
                  </div>
                )}
              </td>
              {!compact && (
                <td>
                  <span className="mw-muted">{t(`ledger.status.${one.status}`)}</span> {one.title}
                </td>
              )}
              <td className="mw-right">
                <RelativeTime ms={one.at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
