import { expect, test } from 'vitest';
import { growth, pairOf, summed } from './growth';

const HOUR = 3_600_000;

test('growth compares with what was recorded then, and is unknown where nothing was', () => {
  const points = [[0, 100], [HOUR, 130], [2 * HOUR, 150]] as const;
  expect(growth(points, HOUR)).toBe(20);
  expect(growth(points, 2 * HOUR)).toBe(50);
  expect(growth(points, 24 * HOUR)).toBeNull();
  expect(growth([], HOUR)).toBeNull();
  expect(growth([[0, null]], HOUR)).toBeNull();
});

test('several stores add up', () => {
  expect(summed([[[0, 1], [1, 2]], [[1, 3], [2, NaN]]])).toEqual([[0, 1], [1, 5]]);
});

test('a pair is parted at its first sign', () => {
  expect(pairOf('url=/a?b=c')).toEqual({ label: 'url', value: '/a?b=c' });
  expect(pairOf('odd')).toEqual({ label: 'odd', value: '' });
});
