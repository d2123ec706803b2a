import { describe, expect, it } from 'vitest';
import { logRow, type LogRow } from './api';
import { arrived, EMPTY_TAIL, lost, paused, rate, TAIL_LIMIT } from './tail';

const line = (id: number): LogRow =>
  logRow({ id: String(id), timestamp: '2026-11-23T04:00:00Z', message: `m${id}` }, '');
const lines = (from: number, count: number): LogRow[] => Array.from({ length: count }, (_, at) => line(from + at));
const ids = (rows: readonly LogRow[]): string[] => rows.map((row) => row.id);

describe('tail', () => {
  it('keeps the newest first', () => {
    const state = arrived(arrived(EMPTY_TAIL, lines(1, 2), 0), lines(3, 1), 10);
    expect(ids(state.rows)).toEqual(['3', '2', '1']);
    expect(state.received).toBe(3);
  });

  it('holds lines back while paused and shows them after', () => {
    const held = arrived(paused(arrived(EMPTY_TAIL, lines(1, 1), 0), true), lines(2, 2), 10);
    expect(ids(held.rows)).toEqual(['1']);
    expect(held.waiting).toHaveLength(2);
    expect(ids(paused(held, false).rows)).toEqual(['3', '2', '1']);
  });

  it('is bounded, and counts what was never seen', () => {
    const full = arrived(EMPTY_TAIL, lines(0, TAIL_LIMIT + 5), 0);
    expect(full.rows).toHaveLength(TAIL_LIMIT);
    expect(full.dropped).toBe(0);
    const held = arrived(paused(full, true), lines(0, TAIL_LIMIT + 7), 0);
    expect(held.dropped).toBe(7);
    expect(paused(held, false).rows).toHaveLength(TAIL_LIMIT);
  });

  it('remembers what the server left out', () => {
    expect(lost(lost(EMPTY_TAIL, 3), 4).lost).toBe(7);
    expect(lost(EMPTY_TAIL, NaN)).toBe(EMPTY_TAIL);
  });

  it('measures the rate over five seconds', () => {
    const state = arrived(arrived(EMPTY_TAIL, lines(0, 100), 0), lines(100, 10), 4000);
    expect(rate(state, 4000)).toBe(22);
    expect(rate(state, 6000)).toBe(2);
    expect(rate(state, 20_000)).toBe(0);
  });
});
