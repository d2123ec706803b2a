import { expect, test } from 'vitest';
import { bars, days } from './calendar';

const shift = (from: number, until: number, person: string) => ({ from, until, person, source: person === '' ? '' : 'layer' });

test('bars are cut to their day, gaps included', () => {
  const found = bars([shift(-50, 25, 'a'), shift(25, 50, ''), shift(50, 400, 'b'), shift(400, 500, 'a')], 0, 100);
  expect(found.map(({ left, width, shift: { person } }) => [left, width, person])).toEqual([
    [0, 0.25, 'a'],
    [0.25, 0.25, ''],
    [0.5, 0.5, 'b'],
  ]);
});

test('days follow each other', () => {
  expect(days(10, 2, 5)).toEqual([
    { from: 10, until: 15 },
    { from: 15, until: 20 },
  ]);
});
