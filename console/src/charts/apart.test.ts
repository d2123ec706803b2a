import { expect, test } from 'vitest';
import { apart } from './apart';

test('a dot that another would cover is left out', () => {
  const places = [[0, 0], [5, 5], [5, 50], [20, 0]] as const;
  expect(apart(places, (place) => place)).toEqual([[0, 0], [5, 50], [20, 0]]);
  expect(apart(Array.from({ length: 300 }, (_, at) => at * 10), (x) => [x, 0])).toHaveLength(200);
});
