/** What a job's state and sizes come to. */
import type { Backup, BackupJob } from '@/api/backups';
import type { Level } from '@/ui/levels';

export type JobWord = 'failed' | 'drillFailed' | 'late' | 'good';

/** The worst that is known of a job. */
export function jobLevel(job: BackupJob): { readonly level: Level; readonly word: JobWord } {
  if (job.lastDrill?.state === 'failed') return { level: 'critical', word: 'drillFailed' };
  if (job.late) return { level: 'critical', word: 'late' };
  if (job.lastBackup?.state === 'failed') return { level: 'high', word: 'failed' };
  return { level: 'ok', word: 'good' };
}

/** In order of time. */
export function sizes(backups: readonly Backup[]): Backup[] {
  return backups.toSorted((a, b) => a.startedAt - b.startedAt);
}

export type ProvenWord = 'drilled' | 'checked' | 'bad' | 'unproven';

export function proven(backup: Backup): { readonly level: Level; readonly word: ProvenWord } {
  if (backup.check?.good === false || backup.drill?.good === false) return { level: 'critical', word: 'bad' };
  if (backup.drill !== null) return { level: 'ok', word: 'drilled' };
  return backup.check === null ? { level: 'unknown', word: 'unproven' } : { level: 'ok', word: 'checked' };
}

/** The commands that bring a backup back, beside what is there. */
export function restoreCommands(backup: Backup): string[] {
  const target = backup.kind === 'database' ? `${backup.job.replaceAll('-', '_')}_restored` : `/restore/${backup.job}`;
  return [`./mallwatch backup verify ${backup.id}`, `./mallwatch backup restore ${backup.id} --to ${target}`];
}
