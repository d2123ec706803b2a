import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Backups, fetchBackups, stopRun } from '@/api/backups';
import { Button } from '@mantine/core';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { useAction } from '@/app/useAction';
import { formatBytes } from '@/lib/format';
import { CopyText } from '@/ui/CopyText';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { BackupDrawer } from './BackupDrawer';
import { BackupTable } from './BackupTable';
import { JobCard } from './JobCard';
import { RunTable } from './RunTable';

const WHILE_RUNNING_MS = 2000;

/** Jobs with their sizes and proof, the run under way, every backup with how to restore it. */
export function BackupsPage() {
  const { t } = useTranslation('backups');
  const url = useUrlState();
  const { refreshSeconds } = useTimeRange();
  const query = useQuery({
    queryKey: ['backups'],
    queryFn: ({ signal }) => fetchBackups(signal),
    refetchInterval: ({ state }) =>
      state.data?.runs.some(({ finishedAt }) => finishedAt === null) === true
        ? WHILE_RUNNING_MS
        : refreshSeconds > 0 && refreshSeconds * 1000,
  });
  const data = query.data;
  const opened = data?.backups.find(({ id }) => id === url.get('backup'));
  return (
    <div className="mw-page mw-stack">
      {data === undefined || data.jobs.length === 0 ? (
        <Panel
          title={t('jobs')}
          query={query}
          empty={
            <EmptyState action={<CopyText text="backup: {file: /etc/mallwatch/backups.yml}" />}>{t('none')}</EmptyState>
          }
        >
          <span />
        </Panel>
      ) : (
        <>
          {data.active !== null && <Active active={data.active} />}
          <div style={{ display: 'grid', gap: 'var(--mw-space-3)', gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 340px), 1fr))' }}>
            {data.jobs.map((job) => (
              <JobCard key={job.name} job={job} backups={data.backups.filter((one) => one.job === job.name)} />
            ))}
          </div>
          <Panel title={t('backups')} hint={`${data.repository} · ${t(data.encrypted ? 'encrypted' : 'plain')}`} flush query={query} empty={data.backups.length === 0 && <EmptyState>{t('noBackups')}</EmptyState>}>
            <BackupTable backups={data.backups} onOpen={(id) => url.set({ backup: id })} />
          </Panel>
          <Panel title={t('runs')} flush query={query} empty={data.runs.length === 0 && <EmptyState>{t('noRuns')}</EmptyState>}>
            <RunTable runs={data.runs} />
          </Panel>
        </>
      )}
      {opened !== undefined && <BackupDrawer backup={opened} onClose={() => url.set({ backup: undefined })} />}
    </div>
  );
}

function Active({ active }: { readonly active: NonNullable<Backups['active']> }) {
  const { t } = useTranslation('backups');
  const stop = useAction(() => stopRun(active.run.id), ['backups']);
  return (
    <Panel
      title={`${t(`action.${active.run.action}`)} ${active.run.job}`}
      hint={t(`phase.${active.phase}` as 'phase.saving', { defaultValue: active.phase })}
      actions={
        <Button variant="default" size="compact-sm" loading={stop.pending} onClick={() => void stop.run(undefined)}>
          {t('stop')}
        </Button>
      }
    >
      <div className="mw-row" role="status">
        {t('progress', { raw: formatBytes(active.rawBytes), stored: formatBytes(active.storedBytes) })}
      </div>
    </Panel>
  );
}
