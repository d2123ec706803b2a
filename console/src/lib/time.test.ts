import { describe, expect, it } from 'vitest';
import {
  formatRelative,
  formatRowTime,
  formatTick,
  formatTime,
  fromWallClock,
  parseRangeText,
  parseTime,
  QUICK_RANGES,
  resolveRange,
  startOf,
  stepSeconds,
  wallClock,
} from './time';

const SHANGHAI = 'Asia/Shanghai';
const NOW = Date.parse('2026-11-23T04:30:15.250+08:00'); // a Monday

describe('parseTime', () => {
  it.each([
    ['now', '2026-11-22T20:30:15.250Z'],
    ['now-1h', '2026-11-22T19:30:15.250Z'],
    ['now+90s', '2026-11-22T20:31:45.250Z'],
    ['now/d', '2026-11-22T16:00:00.000Z'],
    ['now-1d/d', '2026-11-21T16:00:00.000Z'],
    ['now/w', '2026-11-22T16:00:00.000Z'],
    ['now-1w/w', '2026-11-15T16:00:00.000Z'],
    ['now/M', '2026-10-31T16:00:00.000Z'],
    ['now-1y', '2025-11-22T20:30:15.250Z'],
    ['now/m', '2026-11-22T20:30:00.000Z'],
    ['2026-11-23T04:00:00Z', '2026-11-23T04:00:00.000Z'],
    ['2026-11-23 04:00', '2026-11-22T20:00:00.000Z'],
    ['2026-11-23', '2026-11-22T16:00:00.000Z'],
    ['1700000000000', '2023-11-14T22:13:20.000Z'],
  ])('reads %s', (expression, expected) => {
    const at = parseTime(expression, NOW, SHANGHAI);
    expect(at === null ? null : new Date(at).toISOString()).toBe(expected);
  });

  it.each(['', 'noon', 'now-', 'now-1', 'now-1q', '2026-13-01', 'now 1h'])('refuses "%s"', (expression) => {
    expect(parseTime(expression, NOW)).toBeNull();
  });

  it('keeps the last day of a shorter month', () => {
    const at = parseTime('now-1M', Date.parse('2026-03-31T12:00:00Z'), 'UTC');
    expect(new Date(at ?? 0).toISOString()).toBe('2026-02-28T12:00:00.000Z');
  });
});

describe('wall clock', () => {
  it('is undone by its inverse in zones with summer time', () => {
    for (const zone of [SHANGHAI, 'America/New_York', 'UTC', 'Australia/Lord_Howe']) {
      for (let ms = Date.parse('2026-01-01T00:30:00Z'); ms < Date.parse('2027-01-01T00:00:00Z'); ms += 777_600_000) {
        expect(fromWallClock(wallClock(ms, zone), zone)).toBe(ms);
      }
    }
  });

  it('starts days at local midnight', () => {
    expect(new Date(startOf(NOW, 'd', SHANGHAI)).toISOString()).toBe('2026-11-22T16:00:00.000Z');
  });
});

describe('ranges', () => {
  it('resolves every quick range', () => {
    for (const range of QUICK_RANGES) {
      expect(resolveRange(range, NOW, SHANGHAI), range.key).not.toBeNull();
    }
  });

  it('refuses a range that ends before it begins', () => {
    expect(resolveRange({ from: 'now', to: 'now-1h' }, NOW)).toBeNull();
  });

  it.each([
    ['昨天', 'now-1d/d', 'now/d'],
    ['最近 3 小时', 'now-3h', 'now'],
    ['最近 2 个月', 'now-2M', 'now'],
    ['last 30 min', 'now-30m', 'now'],
    ['3h', 'now-3h', 'now'],
    ['now-6h', 'now-6h', 'now'],
    ['now-2h to now-1h', 'now-2h', 'now-1h'],
    ['2026-11-20 至 2026-11-21', '2026-11-20', '2026-11-21'],
  ])('understands %s', (text, from, to) => {
    expect(parseRangeText(text, NOW, SHANGHAI)).toEqual({ from, to });
  });

  it('does not guess', () => {
    expect(parseRangeText('soon', NOW)).toBeNull();
    expect(parseRangeText('5 parsecs', NOW)).toBeNull();
  });
});

describe('how time is shown', () => {
  it('writes absolute times in the zone asked for', () => {
    expect(formatTime(NOW, 'zh-CN', SHANGHAI)).toBe('2026-11-23 04:30:15');
    expect(formatRowTime(NOW, SHANGHAI)).toBe('11-23 04:30:15.250');
    expect(formatTime(NaN, 'en')).toBe('–');
  });

  it('writes ages in both directions', () => {
    expect(formatRelative(NOW - 3000, NOW, 'zh-CN')).toBe('3 秒前');
    expect(formatRelative(NOW - 7_200_000, NOW, 'en')).toBe('2 h ago');
    expect(formatRelative(NOW + 300_000, NOW, 'zh-CN')).toBe('5 分钟后');
    expect(formatRelative(NOW, NOW, 'en')).toBe('just now');
  });

  it('shows the date where a day begins', () => {
    const midnight = startOf(NOW, 'd', SHANGHAI);
    expect(formatTick(midnight, 3_600_000, SHANGHAI)).toBe('11-23');
    expect(formatTick(midnight + 3_600_000, 3_600_000, SHANGHAI)).toBe('01:00');
    expect(formatTick(NOW, 1000, SHANGHAI)).toBe('04:30:15');
    expect(formatTick(NOW, 86_400_000, SHANGHAI)).toBe('11-23');
  });
});

describe('stepSeconds', () => {
  it('grows with the range and shrinks with the width', () => {
    expect(stepSeconds(3_600_000, 1000)).toBe(10);
    expect(stepSeconds(86_400_000, 1000)).toBe(300);
    expect(stepSeconds(300_000, 1000)).toBe(1);
    expect(stepSeconds(30 * 86_400_000, 500)).toBe(14400);
    expect(stepSeconds(3650 * 86_400_000, 100)).toBe(61 * 86400);
  });
});
