/** The two clocks of an incident: how much of the time allowed is used, and how the rest is written. */
import type { Locale } from '@/lib/format';
import type { Level } from './levels';

export interface ClockInput {
  readonly startMs: number;
  readonly dueMs: number;
  /** When the promise was kept; null while it is open. */
  readonly doneMs: number | null;
  readonly breached: boolean;
}

export type ClockFacts = {
  /** The share of the time that is gone, 0 to 1. */
  readonly used: number;
  readonly level: Level;
  readonly state: 'running' | 'kept' | 'overdue' | 'missed';
  /** Running: what is left. Overdue, missed: how late. Kept: how long it took. Milliseconds, never negative. */
  readonly ms: number;
};

/** From half of the time on a clock is a warning, from four fifths it is high. */
export function clockFacts({ startMs, dueMs, doneMs, breached }: ClockInput, nowMs: number): ClockFacts {
  const length = Math.max(1, dueMs - startMs);
  if (doneMs !== null) {
    const late = doneMs - dueMs;
    if (breached || late > 0) return { used: 1, level: 'critical', state: 'missed', ms: Math.max(0, late) };
    return { used: clamp((doneMs - startMs) / length), level: 'ok', state: 'kept', ms: Math.max(0, doneMs - startMs) };
  }
  const left = dueMs - nowMs;
  if (breached || left <= 0) return { used: 1, level: 'critical', state: 'overdue', ms: Math.max(0, -left) };
  const used = clamp((nowMs - startMs) / length);
  return { used, level: used >= 0.8 ? 'high' : used >= 0.5 ? 'warning' : 'ok', state: 'running', ms: left };
}

const clamp = (share: number): number => Math.max(0, Math.min(1, share));

/** `12:41` under an hour, `3:05:00` from there on, `2 天 3:05` from a day on. */
export function countdown(ms: number, locale: Locale): string {
  const total = Math.floor(ms / 1000);
  const days = Math.floor(total / 86_400);
  const hours = Math.floor((total % 86_400) / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const two = (part: number): string => String(part).padStart(2, '0');
  if (days > 0) return `${days} ${locale === 'zh-CN' ? '天' : 'd'} ${hours}:${two(minutes)}`;
  if (hours > 0) return `${hours}:${two(minutes)}:${two(total % 60)}`;
  return `${minutes}:${two(total % 60)}`;
}
