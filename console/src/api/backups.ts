/** Backups: `/api/backups`. */
import { apiGet, apiPost } from './client';
import { boolean, type Decoded, defaulted, list, nullable, number, object, oneOf, string, time } from './decode';

const proof = object({
  at: time,
  good: boolean,
  problems: defaulted(list(string), []),
  rows: number,
  rtoSeconds: number,
  rpoSeconds: number,
});

const backup = object({
  id: string,
  job: string,
  kind: oneOf(['database', 'folder', 'mallwatch'], 'folder'),
  startedAt: time,
  seconds: number,
  rawBytes: number,
  storedBytes: number,
  encrypted: boolean,
  files: number,
  rows: number,
  warnings: defaulted(list(string), []),
  proven: boolean,
  check: nullable(proof),
  drill: nullable(proof),
});
export type Backup = Decoded<typeof backup>;

export const RUN_STATES = ['waiting', 'running', 'good', 'failed', 'cancelled'] as const;
export const ACTIONS = ['backup', 'check', 'drill'] as const;
export type Action = (typeof ACTIONS)[number];

const run = object({
  id: number,
  job: string,
  action: oneOf(ACTIONS),
  by: string,
  startedAt: time,
  finishedAt: nullable(time),
  state: oneOf(RUN_STATES),
  reason: string,
  message: string,
  backupId: string,
});
export type BackupRun = Decoded<typeof run>;

const job = object({
  name: string,
  kind: string,
  source: string,
  schedule: string,
  drillSchedule: string,
  late: boolean,
  nextBackup: nullable(time),
  nextDrill: nullable(time),
  lastBackup: nullable(run),
  lastDrill: nullable(run),
});
export type BackupJob = Decoded<typeof job>;

const all = object({
  repository: string,
  encrypted: boolean,
  jobs: list(job),
  active: nullable(object({ run, phase: string, rawBytes: number, storedBytes: number })),
  backups: list(backup),
  runs: list(run),
});
export type Backups = Decoded<typeof all>;

export const fetchBackups = (signal?: AbortSignal): Promise<Backups> => apiGet('/api/backups', all, { signal });

export const startRun = (job: string, action: Action, backup: string, by: string): Promise<BackupRun> =>
  apiPost('/api/backups/runs', { job, action, backup, by }, run);

export const stopRun = (id: number): Promise<Backups> => apiPost(`/api/backups/runs/${id}/stop`, {}, all);
