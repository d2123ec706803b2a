import { expect, test } from 'vitest';
import { toCsv, toTsv } from '@/lib/csv';
import { rangeCells, tableCells } from './csv';
import { toTable } from './table';

test('a table becomes a file with all labels, quoted where it must be', () => {
  const series = [
    { metric: { job: 'mall', route: '/a,"b"' }, sample: [0, 1.5] as const },
    { metric: { job: 'mall', route: '支付' }, sample: [0, -2] as const },
  ];
  const table = toTable({ kind: 'vector', series });
  const cells = table === null ? [] : tableCells(table);
  expect(toCsv(cells)).toBe('route,job,value\r\n"/a,""b""",mall,1.5\r\n支付,mall,-2\r\n');
  expect(toTsv([['a\tb', 1]])).toBe('a b\t1\n');
});

test('a graph becomes one row per time, with holes where there were holes', () => {
  const cells = rangeCells(
    [
      { metric: {}, points: [[1000, 1]] },
      { metric: {}, points: [[1000, 3], [2000, 4]] },
    ],
    ['a', 'b'],
  );
  expect(cells).toEqual([
    ['time', 'a', 'b'],
    ['1970-01-01T00:00:01.000Z', 1, 3],
    ['1970-01-01T00:00:02.000Z', '', 4],
  ]);
});
