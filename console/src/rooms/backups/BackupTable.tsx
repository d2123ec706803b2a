import { useTranslation } from 'react-i18next';
import type { Backup } from '@/api/backups';
import { useLocale } from '@/i18n/locale';
import { formatBytes, formatDuration, formatNumber } from '@/lib/format';
import { Badge } from '@/ui/LevelBadge';
import { RelativeTime } from '@/ui/RelativeTime';
import { proven } from './backup';

export interface BackupTableProps {
  readonly backups: readonly Backup[];
  readonly onOpen: (id: string) => void;
}

export function BackupTable({ backups, onOpen }: BackupTableProps) {
  const { t } = useTranslation('backups');
  return (
    <div className="mw-scroll">
      <table className="mw-table">
        <thead>
          <tr>
            <th>{t('column.proven')}</th>
            <th>{t('column.job')}</th>
            <th>{t('column.taken')}</th>
            <th className="mw-right">{t('column.size')}</th>
            <th className="mw-right">{t('column.rows')}</th>
            <th className="mw-right">{t('column.took')}</th>
          </tr>
        </thead>
        <tbody>
          {backups.map((backup) => (
            <Row key={`${backup.job}/${backup.id}`} backup={backup} onOpen={() => onOpen(backup.id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ backup, onOpen }: { readonly backup: Backup; readonly onOpen: () => void }) {
  const { t } = useTranslation('backups');
  const locale = useLocale();
  const { level, word } = proven(backup);
  return (
    <tr data-opens onClick={onOpen}>
      <td>
        <Badge level={level} icon>
          {t(`proven.${word}`)}
        </Badge>
        {backup.warnings.length > 0 && <Badge level="warning">{t('warned')}</Badge>}
      </td>
      <td>
        <button type="button" className="mw-plain-button mw-strong" style={{ whiteSpace: 'nowrap' }} onClick={onOpen}>
          {backup.job}
        </button>
      </td>
      <td>
        <RelativeTime ms={backup.startedAt} />
      </td>
      <td className="mw-right" title={formatBytes(backup.rawBytes)}>
        {formatBytes(backup.storedBytes)}
      </td>
      <td className="mw-right">{formatNumber(backup.kind === 'database' ? backup.rows : backup.files, locale)}</td>
      <td className="mw-right">{formatDuration(backup.seconds)}</td>
    </tr>
  );
}
