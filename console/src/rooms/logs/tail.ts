/** Lines as they arrive: a bounded buffer with pause and rate; no DOM, no clock of its own. */
import type { LogRow } from './api';

export const TAIL_LIMIT = 1000;
const RATE_WINDOW_MS = 5000;

export type TailState = {
  /** Newest first, at most a thousand. */
  readonly rows: readonly LogRow[];
  /** Arrived while paused, newest first, with the same bound. */
  readonly waiting: readonly LogRow[];
  readonly paused: boolean;
  readonly received: number;
  /** Fell out of the buffer unseen, while paused. */
  readonly dropped: number;
  /** Left out by the server, since this browser or its line was too slow. */
  readonly lost: number;
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
  arrivals: [],
};

/** Takes in a batch, oldest first, as the stream delivers it. */
export function arrived(state: TailState, batch: readonly LogRow[], nowMs: number): TailState {
  if (batch.length === 0) return state;
  const newest = [...batch].reverse();
  const target = state.paused ? state.waiting : state.rows;
  const all = [...newest, ...target];
  const kept = all.slice(0, TAIL_LIMIT);
  return {
    ...state,
    ...(state.paused ? { waiting: kept } : { rows: kept }),
    received: state.received + batch.length,
    dropped: state.dropped + (state.paused ? all.length - kept.length : 0),
    arrivals: [...recent(state.arrivals, nowMs), [nowMs, batch.length]],
  };
}

/** The server says how many lines it could not send. */
export function lost(state: TailState, count: number): TailState {
  return count > 0 ? { ...state, lost: state.lost + count } : state;
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
