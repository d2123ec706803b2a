import { describe, expect, it } from 'vitest';
import { microsToMillis, millis, nanosToMillis, parseDuration, seconds, toMillis, toSeconds } from './units';

describe('units', () => {
  it('turns one unit into another', () => {
    expect(toSeconds(millis(1500))).toBe(1.5);
    expect(toMillis(seconds(2))).toBe(2000);
    expect(microsToMillis(1500)).toBe(1.5);
  });

  it('keeps nanoseconds below a millisecond', () => {
    expect(nanosToMillis('1700000000123456789')).toBeCloseTo(1700000000123.4568, 3);
  });

  it.each([
    ['250ms', 0.25],
    ['1.5s', 1.5],
    ['1h30m', 5400],
    ['2 min', 120],
    ['40us', 4e-5],
  ])('reads %s', (text, expected) => {
    expect(parseDuration(text)).toBeCloseTo(expected, 9);
  });

  it.each(['', '12', 'fast', '1x', '-1s'])('refuses "%s"', (text) => {
    expect(parseDuration(text)).toBeNull();
  });
});
