import { useTranslation } from 'react-i18next';
import type { BackupRun } from '@/api/backups';
import { Badge } from '@/ui/LevelBadge';
import type { Level } from '@/ui/levels';
import { RelativeTime } from '@/ui/RelativeTime';

const LEVELS: Record<BackupRun['state'], Level> = { waiting: 'unknown', running: 'info', good: 'ok', failed: 'critical', cancelled: 'unknown' };

export function RunTable({ runs }: { readonly runs: readonly BackupRun[] }) {
  const { t } = useTranslation('backups');
  return (
    <div className="mw-scroll">
      <table className="mw-table">
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td>
                <Badge level={LEVELS[run.state]} icon>
                  {t(`run.${run.state}`)}
                </Badge>
              </td>
              <td style={{ whiteSpace: 'nowrap' }}>
                {t(`action.${run.action}`)} <span className="mw-strong">{run.job}</span>
              </td>
              <td style={{ overflowWrap: 'anywhere', minWidth: 160 }}>
                {run.reason !== '' && `${t(`reason.${run.reason}` as 'reason.damaged', { defaultValue: run.reason })}：`}
                {run.message}
              </td>
              <td className="mw-muted">{run.by}</td>
              <td className="mw-right">
                <RelativeTime ms={run.startedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
