import { describe, expect, it } from 'vitest';
import { logRow } from '@/rooms/logs/api';
import { bars, byDay, intervalFor, largest, outcome, pageCount, pageRange } from './stats';

const DAY = 86_400_000;
const row = (timestamp: string, extra: object = {}) => logRow({ id: timestamp, timestamp, ...extra }, '');

describe('statistics', () => {
  it('choose bars by the length of the time', () => {
    expect([DAY, 5 * DAY, 400 * DAY].map((span) => intervalFor(0, span))).toEqual(['hour', 'day', 'week']);
  });

  it('list the largest first, ties by name', () => {
    expect(largest({ a: 1, c: 5, b: 5 }).map(({ key }) => key)).toEqual(['b', 'c', 'a']);
    expect(bars([{ timestamp: 5, count: 2 }])).toEqual([{ t: 5, counts: { all: 2 } }]);
  });
});

describe('pages', () => {
  it('go as far as the server pages', () => {
    expect([0, 100, 101, 1_000_000].map(pageCount)).toEqual([1, 1, 2, 100]);
    expect(pageRange(1, 150)).toEqual({ from: 101, to: 150 });
    expect(pageRange(0, 0)).toEqual({ from: 0, to: 0 });
  });
});

describe('a timeline', () => {
  it('has its lines by day of the mall, not of the world', () => {
    const days = byDay([row('2026-11-23T17:00:00Z'), row('2026-11-23T15:00:00Z'), row('2026-11-23T14:00:00Z')], 'Asia/Shanghai');
    expect(days.map(({ day, rows }) => [day, rows.length])).toEqual([['2026-11-24', 1], ['2026-11-23', 2]]);
  });
});

describe('what came of an audited act', () => {
  it('is what the line says', () => {
    expect(outcome(row('2026-11-23T17:00:00Z', { data: { result: 'denied' } }))).toEqual({ text: 'denied', bad: true });
    expect(outcome(row('2026-11-23T17:00:00Z', { data: { success: true } }))).toEqual({ text: 'success=true', bad: false });
    expect(outcome(row('2026-11-23T17:00:00Z', { action: 'login_failed' }))).toEqual({ text: 'login_failed', bad: true });
    expect(outcome(row('2026-11-23T17:00:00Z', { action: 'login' }))).toBeNull();
  });
});
