import { expect, test } from 'vitest';
import { deltaOf } from './delta';

test('good or bad depends on which way is good, not on the direction', () => {
  expect(deltaOf(110, 100, 'relative', 'up')).toMatchObject({ direction: 'up', judgement: 'good' });
  expect(deltaOf(110, 100, 'relative', 'down')).toMatchObject({ direction: 'up', judgement: 'bad' });
  expect(deltaOf(90, 100, 'relative', 'up')).toMatchObject({ direction: 'down', judgement: 'bad' });
});

test('ratios differ by points', () => {
  expect(deltaOf(0.987, 0.991, 'points', 'up')?.change).toBeCloseTo(-0.004);
});

test('what would be shown as zero is flat and neutral', () => {
  expect(deltaOf(100.02, 100, 'relative', 'up')).toEqual({ change: 0, direction: 'flat', judgement: 'neutral' });
  expect(deltaOf(0, 0, 'relative', 'up')?.direction).toBe('flat');
});

test('nothing to compare with is no change at all', () => {
  expect(deltaOf(null, 1, 'relative', 'up')).toBeNull();
  expect(deltaOf(1, null, 'relative', 'up')).toBeNull();
  expect(deltaOf(5, 0, 'relative', 'up')).toBeNull();
  expect(deltaOf(NaN, 1, 'points', 'up')).toBeNull();
});

test('a negative base keeps the sign of the change', () => {
  expect(deltaOf(-50, -100, 'relative', 'up')).toMatchObject({ change: 0.5, direction: 'up' });
});
