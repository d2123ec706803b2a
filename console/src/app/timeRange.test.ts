import { expect, test } from 'vitest';
import { rangeName, shifted, toLocalField } from './rangeText';
import { roundedNow, tickerOf } from './ticker';
import { refreshOf, resolvedOrDefault, zoomed } from './timeRange';

const NOW = Date.UTC(2026, 10, 23, 4, 0, 0);

test('a brush writes whole milliseconds in order, never less than a second', () => {
  expect(zoomed(2000.4, 9000.6)).toEqual({ from: '2000', to: '9001' });
  expect(zoomed(9000, 2000)).toEqual({ from: '2000', to: '9000' });
  expect(zoomed(2000, 2000)).toEqual({ from: '2000', to: '3000' });
});

test('a range that cannot be read is the last hour', () => {
  expect(resolvedOrDefault({ from: 'nonsense', to: 'now' }, NOW)).toEqual({ fromMs: NOW - 3_600_000, toMs: NOW });
  expect(resolvedOrDefault({ from: 'now-6h', to: 'now' }, NOW)).toEqual({ fromMs: NOW - 6 * 3_600_000, toMs: NOW });
});

test('refresh has a default and bounds', () => {
  expect([undefined, '0', '30', '-4', 'x', '99999'].map(refreshOf)).toEqual([10, 0, 30, 10, 10, 3600]);
});

test('now is rounded to the refresh interval, at most to a minute', () => {
  expect(roundedNow(10, 123_456)).toBe(120_000);
  expect(roundedNow(0, 123_456)).toBe(123_000);
  expect(roundedNow(3600, 123_456)).toBe(120_000);
});

test('everyone on one interval shares its ticker', () => {
  expect(tickerOf(30)).toBe(tickerOf(30));
  expect(tickerOf(30)).not.toBe(tickerOf(60));
});

test('a ticker tells its listeners and counts', () => {
  const ticker = tickerOf(0);
  const seen: number[] = [];
  const stop = ticker.subscribe(() => seen.push(ticker.read().count));
  const before = ticker.read().count;
  ticker.advance();
  stop();
  ticker.advance();
  expect(seen).toEqual([before + 1]);
});

test('ranges are named: quick ones, other last ones, fixed ones with their day once', () => {
  const at = (from: string, to: string, fromMs = 0, toMs = 0) => rangeName({ from, to }, { fromMs, toMs }, 'zh-CN', 'UTC');
  expect(at('now-1h', 'now')).toEqual({ kind: 'quick', key: 'last1h' });
  expect(at('now-45m', 'now')).toEqual({ kind: 'last', amount: '45', unit: 'm' });
  expect(at('1', '2', NOW, NOW + 60_000)).toEqual({ kind: 'absolute', from: '2026-11-23 04:00:00', to: '04:01:00' });
});

test('shifting moves by half of the range', () => {
  expect(shifted({ fromMs: 1000, toMs: 3000 }, -1)).toEqual({ from: '0', to: '2000' });
  expect(shifted({ fromMs: 1000, toMs: 3000 }, 1)).toEqual({ from: '2000', to: '4000' });
});

test('date fields show the wall clock of the zone', () => {
  expect(toLocalField(NOW, 'Asia/Shanghai')).toBe('2026-11-23T12:00:00');
});
