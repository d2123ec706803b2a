import { expect, test } from 'vitest';
import { breakdown } from './breakdown';

test('the label that multiplies comes first, with its values', () => {
  const series = ['1', '2', '3', '4'].flatMap((user) =>
    ['GET', 'POST'].filter((method) => method === 'GET' || user === '1').map((method) => ({ __name__: 'm', job: 'mall', method, user })),
  );
  const shares = breakdown(series);
  expect(shares.map(({ label, values, without }) => [label, values.length, without])).toEqual([
    ['user', 4, 2],
    ['method', 2, 4],
    ['job', 1, 5],
  ]);
  expect(shares[1]?.values[0]).toEqual({ value: 'GET', series: 4 });
  expect(breakdown([])).toEqual([]);
});
