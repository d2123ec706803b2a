import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Action, type Backup, type BackupJob, startRun } from '@/api/backups';
import { useAction } from '@/app/useAction';
import { usePersonName } from '@/app/usePersonName';
import { formatBytes, formatDuration } from '@/lib/format';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { AbsoluteTime, RelativeTime } from '@/ui/RelativeTime';
import { jobLevel } from './backup';
import { SizeBars } from './SizeBars';

export interface JobCardProps {
  readonly job: BackupJob;
  readonly backups: readonly Backup[];
}

/** A job: whether it is in time and proven, how its size goes, and the buttons. */
export function JobCard({ job, backups }: JobCardProps) {
  const { t } = useTranslation('backups');
  const personName = usePersonName();
  const start = useAction(({ action, by }: { action: Action; by: string }) => startRun(job.name, action, '', by), ['backups']);
  const run = async (action: Action) => {
    const by = await personName();
    if (by !== null) await start.run({ action, by });
  };
  const newest = backups[0];
  const drill = backups.map((one) => one.drill).find((one) => one !== null);
  const { level, word } = jobLevel(job);
  return (
    <Panel
      title={
        <span className="mw-row">
          {job.name}
          <Badge level={level} icon>
            {t(`job.${word}`)}
          </Badge>
        </span>
      }
      hint={job.source}
    >
      <div className="mw-stack">
        <SizeBars backups={backups} />
        <div>
          <div className="mw-row">
            <span className="mw-muted">{t('last')}</span>
            <RelativeTime ms={newest?.startedAt ?? null} /> {newest !== undefined && formatBytes(newest.storedBytes)}
          </div>
          <div className="mw-row">
            <span className="mw-muted">{t('drilled')}</span>
            <RelativeTime ms={drill?.at ?? null} />{' '}
            {drill !== undefined && drill !== null && drill.good && `RTO ${formatDuration(drill.rtoSeconds)}`}
          </div>
          <div className="mw-row">
            <span className="mw-muted">{t('next')}</span>
            {job.nextBackup === null ? '–' : <AbsoluteTime ms={job.nextBackup} />} <span className="mw-muted">{job.schedule}</span>
          </div>
        </div>
        {job.lastBackup?.state === 'failed' && (
          <div style={{ overflowWrap: 'anywhere' }}>
            <Badge level="critical">{t(`reason.${job.lastBackup.reason}` as 'reason.damaged', { defaultValue: job.lastBackup.reason })}</Badge>{' '}
            {job.lastBackup.message}
          </div>
        )}
        {job.lastDrill?.state === 'failed' && (
          <div style={{ overflowWrap: 'anywhere' }}>
            <Badge level="critical">{t('drillFailed')}</Badge> {job.lastDrill.message}
          </div>
        )}
        <div className="mw-row">
          <Button variant="default" disabled={start.pending} onClick={() => void run('backup')}>
            {t('now')}
          </Button>
          <Button variant="default" disabled={start.pending || newest === undefined} onClick={() => void run('drill')}>
            {t('drillNow')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
