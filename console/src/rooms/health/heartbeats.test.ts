import { expect, test } from 'vitest';
import { hearts } from './heartbeats';

const series = (instance: string, points: [number, number][]) => ({ metric: { instance, module: 'http' }, points });

test('beats stand at their steps, gaps are gaps, and what is down comes first', () => {
  const all = hearts(
    [series('a', [[0, 1], [10, 1], [30, 1]]), series('b', [[0, 1], [30, 0]]), series('c', [])],
    0,
    10,
    4,
  );
  expect(all.map(({ instance }) => instance)).toEqual(['b', 'c', 'a']);
  expect(all[2]?.beats).toEqual(['good', 'good', 'none', 'good']);
  expect(all[0]).toMatchObject({ up: false, availability: 0.5 });
  expect(all[1]).toMatchObject({ up: null, availability: null });
});

test('points outside of the time are left out', () => {
  expect(hearts([series('a', [[-10, 0], [40, 0]])], 0, 10, 4)[0]?.beats).toEqual(['none', 'none', 'none', 'none']);
});
