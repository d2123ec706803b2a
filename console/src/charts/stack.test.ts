import { expect, test } from 'vitest';
import { neighbours, stacked } from './stack';

test('what is shown stands on what is shown below it', () => {
  const columns = [
    [1, 2, undefined, null],
    [10, 10, 10, null],
    [100, null, 100, undefined],
  ];
  expect(stacked(columns, (index) => index === 1)).toEqual([
    [1, 2, 0, null],
    [null, null, null, null],
    [101, 2, 100, null],
  ]);
  expect(neighbours(4, (index) => index === 1)).toEqual([{ upper: 2, lower: 0 }, { upper: 3, lower: 2 }]);
  expect(stacked([], () => false)).toEqual([]);
});
