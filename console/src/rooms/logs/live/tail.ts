/** Lines as they arrive: a bounded buffer with pause, rate and marks where lines are missing; no DOM, no clock of its own. */
import type { LogRow } from '@/rooms/logs/api';

export const TAIL_LIMIT = 2000;
const RATE_WINDOW_MS = 5000;

/** Lines that were written but are not here: the line was broken, or there were too many. */
export type Gap = {
  readonly gap: 'lost' | 'dropped';
  readonly id: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** As far as known. */
  readonly count: number | null;
};

export type TailItem = LogRow | Gap;

export const isGap = (item: TailItem): item is Gap => 'gap' in item;

export type TailState = {
  /** Newest first, at most two thousand. */
  readonly rows: readonly TailItem[];
  /** Arrived while paused, newest first, with the same bound. */
  readonly waiting: readonly TailItem[];
  readonly paused: boolean;
  readonly received: number;
  /** Fell out of the buffer unseen, while paused. */
  readonly dropped: number;
  /** Left out by the server, since this browser or its line was too slow. */
  readonly lost: number;
  /** When the connection broke; null while it stands. */
  readonly brokenAt: number | null;
  /** Arrival times within the last five seconds, with how many came. */
  readonly arrivals: readonly (readonly [ms: number, count: number])[];
};

export const EMPTY_TAIL: TailState = {
  rows: [],
  waiting: [],
  paused: false,
  received: 0,
  dropped: 0,
  lost: 0,
  brokenAt: null,
  arrivals: [],
};

/** Takes in a batch, oldest first, as the stream delivers it. */
export function arrived(state: TailState, batch: readonly LogRow[], nowMs: number): TailState {
  if (batch.length === 0) return state;
  return {
    ...put(state, [...batch].reverse()),
    received: state.received + batch.length,
    arrivals: [...recent(state.arrivals, nowMs), [nowMs, batch.length]],
  };
}

function put(state: TailState, newest: readonly TailItem[]): TailState {
  const all = [...newest, ...(state.paused ? state.waiting : state.rows)];
  const kept = all.slice(0, TAIL_LIMIT);
  return state.paused
    ? { ...state, waiting: kept, dropped: state.dropped + all.length - kept.length }
    : { ...state, rows: kept };
}

/** The server says how many lines it could not send; neighbouring marks become one. */
export function lost(state: TailState, count: number, nowMs: number): TailState {
  if (!(count > 0)) return state;
  const top = (state.paused ? state.waiting : state.rows)[0];
  const total = { ...state, lost: state.lost + count };
  if (top !== undefined && isGap(top) && top.gap === 'dropped') {
    const wider = { ...top, toMs: nowMs, count: (top.count ?? 0) + count };
    return state.paused
      ? { ...total, waiting: [wider, ...state.waiting.slice(1)] }
      : { ...total, rows: [wider, ...state.rows.slice(1)] };
  }
  const fromMs = top === undefined ? nowMs - 1000 : isGap(top) ? top.toMs : top.timestamp;
  return put(total, [{ gap: 'dropped', id: `dropped ${nowMs}`, fromMs: Math.min(fromMs, nowMs), toMs: nowMs, count }]);
}

/** The stream broke off; the first loss counts until it stands again. */
export function broke(state: TailState, nowMs: number): TailState {
  return state.brokenAt === null ? { ...state, brokenAt: nowMs } : state;
}

/** The stream stands (again): what was written meanwhile is marked as missing. */
export function joined(state: TailState, nowMs: number): TailState {
  if (state.brokenAt === null) return state;
  const since = { ...state, brokenAt: null };
  if (state.received === 0) return since;
  return put(since, [{ gap: 'lost', id: `lost ${nowMs}`, fromMs: state.brokenAt, toMs: nowMs, count: null }]);
}

/** The lines fetched for a mark stand in its place, newest first. */
export function filled(state: TailState, id: string, found: readonly LogRow[]): TailState {
  const known = new Set([...state.rows, ...state.waiting].map((item) => item.id));
  const missing = found.filter((row) => !known.has(row.id));
  const fill = (items: readonly TailItem[]): TailItem[] =>
    items.flatMap((item) => (item.id === id ? missing : [item])).slice(0, TAIL_LIMIT);
  return { ...state, rows: fill(state.rows), waiting: fill(state.waiting) };
}

export function paused(state: TailState, pause: boolean): TailState {
  if (pause) return { ...state, paused: true };
  return {
    ...state,
    paused: false,
    rows: [...state.waiting, ...state.rows].slice(0, TAIL_LIMIT),
    waiting: [],
    dropped: 0,
  };
}

/** Lines per second over the last five. */
export function rate(state: TailState, nowMs: number): number {
  return recent(state.arrivals, nowMs).reduce((sum, [, count]) => sum + count, 0) / (RATE_WINDOW_MS / 1000);
}

function recent(arrivals: TailState['arrivals'], nowMs: number): TailState['arrivals'] {
  return arrivals.filter(([ms]) => nowMs - ms < RATE_WINDOW_MS);
}
