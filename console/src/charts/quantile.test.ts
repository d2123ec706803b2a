import { expect, test } from 'vitest';
import { quantileOf } from './quantile';

test('quantiles lie between the bounds, exponentially where the buckets are', () => {
  const buckets = [{ low: 1, high: 2, count: 2 }, { low: 2, high: 4, count: 2 }];
  expect(quantileOf(buckets, 0)).toBe(1);
  expect(quantileOf(buckets, 0.25)).toBeCloseTo(Math.SQRT2);
  expect(quantileOf(buckets, 0.75)).toBeCloseTo(2 * Math.SQRT2);
  expect(quantileOf(buckets, 1)).toBe(4);
  expect(quantileOf([{ low: -4, high: -1, count: 2 }], 0.5)).toBeCloseTo(-2);
  expect(quantileOf([{ low: -1, high: 1, count: 2 }], 0.5)).toBe(0);
  expect(quantileOf([{ low: 8, high: Infinity, count: 2 }], 0.5)).toBe(8);
  expect(quantileOf([{ low: -Infinity, high: 8, count: 2 }], 0.5)).toBe(8);
  expect(quantileOf([], 0.5)).toBeNaN();
});
