import { describe, expect, it } from 'vitest';
import { logRow, type LogRow } from '@/rooms/logs/api';
import { arrived, broke, EMPTY_TAIL, filled, isGap, joined, lost, paused, rate, TAIL_LIMIT, type TailItem } from './tail';

const line = (id: number): LogRow =>
  logRow({ id: String(id), timestamp: '2026-11-23T04:00:00Z', message: `m${id}` }, '');
const lines = (from: number, count: number): LogRow[] => Array.from({ length: count }, (_, at) => line(from + at));
const ids = (rows: readonly TailItem[]): string[] => rows.map((row) => (isGap(row) ? row.gap : row.id));

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

  it('marks where the server left lines out, neighbours as one', () => {
    const state = lost(lost(arrived(EMPTY_TAIL, lines(1, 1), 0), 3, 5), 4, 9);
    expect(ids(state.rows)).toEqual(['dropped', '1']);
    expect(state.lost).toBe(7);
    expect(state.rows[0]).toMatchObject({ count: 7 });
    expect(ids(lost(arrived(state, lines(2, 1), 10), 1, 11).rows)).toEqual(['dropped', '2', 'dropped', '1']);
    expect(lost(EMPTY_TAIL, NaN, 0)).toBe(EMPTY_TAIL);
  });

  it('marks what a broken connection missed, from the first loss', () => {
    const before = arrived(EMPTY_TAIL, lines(1, 1), 0);
    const after = arrived(joined(broke(broke(before, 100), 200), 900), lines(2, 1), 1000);
    expect(ids(after.rows)).toEqual(['2', 'lost', '1']);
    expect(after.rows[1]).toMatchObject({ fromMs: 100, toMs: 900 });
    expect(joined(before, 5)).toBe(before);
  });

  it('misses nothing before the first line came', () => {
    expect(joined(broke(EMPTY_TAIL, 100), 200).rows).toEqual([]);
  });

  it('marks a loss among the lines that wait while paused', () => {
    const held = joined(broke(paused(arrived(EMPTY_TAIL, lines(1, 1), 0), true), 5), 6);
    expect([ids(held.rows), ids(held.waiting)]).toEqual([['1'], ['lost']]);
    expect(ids(lost(lost(held, 1, 7), 2, 8).waiting)).toEqual(['dropped', 'lost']);
  });

  it('puts fetched lines in the place of a mark, none twice', () => {
    const state = arrived(joined(broke(arrived(EMPTY_TAIL, lines(1, 1), 0), 1), 2), lines(5, 1), 3);
    const gap = state.rows.find(isGap);
    expect(ids(filled(state, gap?.id ?? '', [line(5), line(4), line(3), line(1)]).rows)).toEqual(['5', '4', '3', '1']);
    expect(ids(filled(state, gap?.id ?? '', []).rows)).toEqual(['5', '1']);
  });

  it('measures the rate over five seconds', () => {
    const state = arrived(arrived(EMPTY_TAIL, lines(0, 100), 0), lines(100, 10), 4000);
    expect(rate(state, 4000)).toBe(22);
    expect(rate(state, 6000)).toBe(2);
    expect(rate(state, 20_000)).toBe(0);
  });
});
