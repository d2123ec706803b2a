/** Figures and groups of the statistics views; no DOM. */
import { wallClock } from '@/lib/time';
import type { LogRow } from '@/rooms/logs/api';
import { MOST_PAGED, PAGE, type Interval } from './api';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Bars that are neither a hair nor a wall: hours up to four days, days up to half a year, weeks beyond. */
export function intervalFor(fromMs: number, toMs: number): Interval {
  const span = toMs - fromMs;
  if (span <= 4 * DAY) return 'hour';
  return span <= 183 * DAY ? 'day' : 'week';
}

export const INTERVAL_MS: Readonly<Record<Interval, number>> = { hour: HOUR, day: DAY, week: 7 * DAY };

/** The pages of `total` lines, as far as the server pages. */
export function pageCount(total: number): number {
  return Math.max(1, Math.ceil(Math.min(total, MOST_PAGED) / PAGE));
}

/** `101–200`, from 1. */
export function pageRange(page: number, total: number): { readonly from: number; readonly to: number } {
  return { from: Math.min(total, page * PAGE + 1), to: Math.min(total, (page + 1) * PAGE) };
}

export type Day = { readonly day: string; readonly rows: readonly LogRow[] };

/** Lines by the day they were written on, in the mall's zone, in the order they came. */
export function byDay(rows: readonly LogRow[], timeZone: string | undefined): Day[] {
  const days: { day: string; rows: LogRow[] }[] = [];
  for (const row of rows) {
    const { year, month, day } = wallClock(row.timestamp, timeZone);
    const name = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
    const last = days.at(-1);
    if (last?.day === name) last.rows.push(row);
    else days.push({ day: name, rows: [row] });
  }
  return days;
}

/** Counts as bars, the largest first. */
export function largest(counts: Readonly<Record<string, number>>): { key: string; label: string; value: number }[] {
  return Object.entries(counts)
    .map(([key, value]) => ({ key, label: key, value }))
    .sort((a, b) => b.value - a.value || a.key.localeCompare(b.key));
}

/** Counts over time as bars of one kind. */
export function bars(series: readonly { readonly timestamp: number; readonly count: number }[]) {
  return series.map(({ timestamp, count }) => ({ t: timestamp, counts: { all: count } }));
}

const RESULTS = ['result', 'success', 'outcome', 'allowed', 'status'];

/** How an audited act ended, where its line says so: the word, and whether that is bad. */
export function outcome(row: LogRow): { readonly text: string; readonly bad: boolean } | null {
  for (const name of RESULTS) {
    const value = row.data[name];
    if (typeof value === 'boolean') return { text: `${name}=${value}`, bad: !value };
    if (typeof value === 'string' && value !== '') return { text: value, bad: /den|fail|refus|reject|false|forbid|拒|失败/i.test(value) };
  }
  return /fail|denied|refused/.test(row.action ?? '') ? { text: row.action ?? '', bad: true } : null;
}
