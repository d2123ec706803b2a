import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Backup, BackupJob, BackupRun } from '@/api/backups';
import { renderAt } from '@/test/render';
import { stubServer } from '@/test/stubServer';
import { jobLevel, proven, restoreCommands } from './backup';

const AT = '2026-11-23T02:00:00Z';
const RUN = { id: 1, job: 'mall-db', action: 'backup', by: 'schedule', startedAt: AT, finishedAt: AT, state: 'failed', reason: 'disk_full', message: 'the disk is full', backupId: '' };
const DRILL = { at: AT, good: true, problems: [], rows: 1_005_000, rtoSeconds: 6.8, rpoSeconds: 18 };
const BACKUP = { id: '20261123T020000Z-1f3a', job: 'mall-db', kind: 'database', startedAt: AT, seconds: 2.4, rawBytes: 59_638_634, storedBytes: 6_874_857, encrypted: true, files: 0, rows: 1_005_000, warnings: [], proven: true, check: null, drill: DRILL };
const JOB = { name: 'mall-db', kind: 'database', source: 'db:3306/mall', schedule: '0 2 * * *', drillSchedule: '', late: false, nextBackup: AT, nextDrill: null, lastBackup: RUN, lastDrill: null };
const ALL = { repository: '/backup', encrypted: true, jobs: [JOB], active: null, backups: [BACKUP], runs: [RUN] };

test('a job says how it failed, a backup opens with the commands that bring it back, and a drill is asked for by name', async () => {
  localStorage.setItem('mallwatch.person', 'Li');
  const server = stubServer();
  server.override(({ method, path }) => {
    if (path === '/api/backups') return ALL;
    return method === 'POST' && path === '/api/backups/runs' ? { ...RUN, id: 2, state: 'waiting', finishedAt: null } : undefined;
  });
  const view = await renderAt('/backups');
  expect((await screen.findAllByText(/Disk full/)).length).toBeGreaterThan(0);
  const buttons = screen.getAllByRole('button', { name: 'mall-db' });
  await userEvent.click(buttons[0] as HTMLElement);
  await waitFor(() => expect(view.href()).toContain('backup=20261123T020000Z-1f3a'));
  const drawer = await screen.findByRole('dialog');
  expect(within(drawer).getByText('./mallwatch backup restore 20261123T020000Z-1f3a --to mall_db_restored')).toBeTruthy();
  await userEvent.click(within(drawer).getByRole('button', { name: 'Restore drill' }));
  await waitFor(() => {
    const posts = server.requests.filter(({ method }) => method === 'POST' ).map(({ body }) => body);
    expect(posts).toContainEqual({ job: 'mall-db', action: 'drill', backup: '20261123T020000Z-1f3a', by: 'Li' });
  });
});

test('without a backup file the page says how to begin', async () => {
  const server = stubServer();
  server.override(({ path }) => (path === '/api/backups' ? { ...ALL, repository: '', jobs: [], backups: [], runs: [] } : undefined));
  await renderAt('/backups');
  expect(await screen.findByText(/No backups are configured/)).toBeTruthy();
});

test('the worst of a job and the proof of a backup come first', () => {
  const job = { ...JOB, nextBackup: null } as unknown as BackupJob;
  const failed = { ...RUN, action: 'drill' } as unknown as BackupRun;
  expect(jobLevel({ ...job, lastDrill: failed }).word).toBe('drillFailed');
  expect(jobLevel({ ...job, late: true }).word).toBe('late');
  expect(jobLevel(job).word).toBe('failed');
  expect(jobLevel({ ...job, lastBackup: null }).word).toBe('good');
  const backup = { ...BACKUP, startedAt: 0 } as unknown as Backup;
  expect(proven(backup).word).toBe('drilled');
  expect(proven({ ...backup, drill: null }).word).toBe('unproven');
  expect(proven({ ...backup, check: { ...DRILL, at: 0, good: false } }).word).toBe('bad');
  expect(restoreCommands({ ...backup, kind: 'folder' })[1]).toContain('--to /restore/mall-db');
});
