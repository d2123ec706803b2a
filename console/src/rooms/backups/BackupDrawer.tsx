import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Action, type Backup, startRun } from '@/api/backups';
import { useAction } from '@/app/useAction';
import { usePersonName } from '@/app/usePersonName';
import { formatBytes, formatDuration } from '@/lib/format';
import { CopyText } from '@/ui/CopyText';
import { Drawer } from '@/ui/Drawer';
import { Badge } from '@/ui/LevelBadge';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { proven, restoreCommands } from './backup';

/** One backup: what it holds, what checks of it found, and the commands that bring it back. */
export function BackupDrawer({ backup, onClose }: { readonly backup: Backup; readonly onClose: () => void }) {
  const { t } = useTranslation('backups');
  const personName = usePersonName();
  const start = useAction(({ action, by }: { action: Action; by: string }) => startRun(backup.job, action, backup.id, by), ['backups']);
  const run = async (action: Action) => {
    const by = await personName();
    if (by !== null) await start.run({ action, by });
  };
  const { level, word } = proven(backup);
  return (
    <Drawer title={`${backup.job} ${backup.id}`} onClose={onClose}>
      <div className="mw-stack">
        <div className="mw-row">
          <Badge level={level} icon>
            {t(`proven.${word}`)}
          </Badge>
          <AbsoluteTime ms={backup.startedAt} />
          <span className="mw-muted">
            {formatBytes(backup.rawBytes)} → {formatBytes(backup.storedBytes)}
          </span>
        </div>
        {backup.warnings.map((warning) => (
          <div key={warning}>
            <Badge level="warning">{t('warned')}</Badge> {warning}
          </div>
        ))}
        {[backup.check, backup.drill].map(
          (proof, at) =>
            proof !== null && (
              <div key={`${at}`}>
                <h3>{t(at === 0 ? 'action.check' : 'action.drill')}</h3>
                <AbsoluteTime ms={proof.at} /> {at === 1 && proof.good && `RTO ${formatDuration(proof.rtoSeconds)} · RPO ${formatDuration(proof.rpoSeconds)}`}
                {proof.problems.map((problem) => (
                  <div key={problem}>{problem}</div>
                ))}
              </div>
            ),
        )}
        <h3>{t('restore')}</h3>
        <span className="mw-muted">{t('restoreHint')}</span>
        {restoreCommands(backup).map((command) => (
          <CopyText key={command} text={command} />
        ))}
        <div className="mw-row">
          <Button variant="default" disabled={start.pending} onClick={() => void run('check')}>
            {t('checkNow')}
          </Button>
          <Button variant="default" disabled={start.pending} onClick={() => void run('drill')}>
            {t('drillNow')}
          </Button>
        </div>
      </div>
    </Drawer>
  );
}
