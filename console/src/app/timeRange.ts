/** The one time range of all pages. It lives in the URL, so that every view can be sent and Back undoes a zoom. */
import { useMemo, useSyncExternalStore } from 'react';
import { useTimeZone } from '@/i18n/locale';
import { type RangeExpression, type ResolvedRange, resolveRange } from '@/lib/time';
import { refreshNow, tickerOf } from './ticker';
import { useUrlState } from './urlState';

export const DEFAULT_RANGE: RangeExpression = { from: 'now-1h', to: 'now' };
export const REFRESH_CHOICES = [0, 5, 10, 30, 60, 300] as const;
export const DEFAULT_REFRESH_SECONDS = 10;
export const COMPARE_CHOICES = ['day', 'week'] as const;
export type Compare = (typeof COMPARE_CHOICES)[number];

const COMPARE_MS: Record<Compare, number> = { day: 86_400_000, week: 604_800_000 };

export interface TimeRangeState {
  /** The start as the URL has it: `now-1h`, epoch milliseconds or an ISO date. */
  readonly from: string;
  readonly to: string;
  readonly resolved: ResolvedRange;
  /** Seconds between refreshes; 0 is never. Fixed ranges do not refresh. */
  readonly refreshSeconds: number;
  readonly compare: Compare | null;
  /** How far back the comparison lies, in milliseconds; 0 when there is none. */
  readonly compareMs: number;
  /** Counts refreshes; put it in query keys only when `resolved` is not there already. */
  readonly tick: number;
  /** Whether the end follows the clock. */
  readonly live: boolean;
  set(range: RangeExpression): void;
  zoom(fromMs: number, toMs: number): void;
}

export function useTimeRange(): TimeRangeState {
  const url = useUrlState();
  const timeZone = useTimeZone();
  const from = url.get('from') ?? DEFAULT_RANGE.from;
  const to = url.get('to') ?? DEFAULT_RANGE.to;
  const live = to.startsWith('now');
  const refreshSeconds = live ? refreshOf(url.get('refresh')) : 0;
  const compare = COMPARE_CHOICES.find((choice) => choice === url.get('compare')) ?? null;
  const ticker = tickerOf(refreshSeconds);
  const { count: tick, now } = useSyncExternalStore(ticker.subscribe, ticker.read);

  const resolved = useMemo(() => resolvedOrDefault({ from, to }, now, timeZone), [from, to, now, timeZone]);
  return useMemo(
    () => ({
      from,
      to,
      resolved,
      refreshSeconds,
      compare,
      compareMs: compare === null ? 0 : COMPARE_MS[compare],
      tick,
      live,
      set: (range) => {
        refreshNow();
        url.set({ from: range.from, to: range.to });
      },
      zoom: (fromMs, toMs) => url.set(zoomed(fromMs, toMs)),
    }),
    [from, to, resolved, refreshSeconds, compare, tick, live, url],
  );
}

/** What the URL gets when a chart is brushed: whole milliseconds, at least one second, in order. */
export function zoomed(fromMs: number, toMs: number): { from: string; to: string } {
  const low = Math.round(Math.min(fromMs, toMs));
  const high = Math.round(Math.max(fromMs, toMs));
  return { from: String(low), to: String(Math.max(high, low + 1000)) };
}

export function refreshOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_REFRESH_SECONDS;
  const seconds = Number(text);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3600) : DEFAULT_REFRESH_SECONDS;
}

/** A range that cannot be read (a mistyped link) falls back to the last hour rather than to an empty page. */
export function resolvedOrDefault(range: RangeExpression, nowMs: number, timeZone?: string): ResolvedRange {
  return (
    resolveRange(range, nowMs, timeZone) ??
    resolveRange(DEFAULT_RANGE, nowMs, timeZone) ?? { fromMs: nowMs - 3_600_000, toMs: nowMs }
  );
}
