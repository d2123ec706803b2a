import { describe, expect, it } from 'vitest';
import { sortRows, toTable } from './table';

const vector = (rows: [Record<string, string>, number][]) =>
  toTable({ kind: 'vector', series: rows.map(([metric, value]) => ({ metric, sample: [0, value] as const })) });

describe('toTable', () => {
  it('says shared labels once', () => {
    const table = vector([
      [{ __name__: 'up', job: 'a', instance: '1' }, 1],
      [{ __name__: 'up', job: 'a', instance: '2', zone: 'z' }, 0],
    ]);
    expect(table?.columns).toEqual(['instance', 'zone']);
    expect(table?.common).toEqual({ __name__: 'up', job: 'a' });
  });

  it('shows every label of a single row', () => {
    expect(vector([[{ job: 'a', __name__: 'up' }, 1]])?.columns).toEqual(['__name__', 'job']);
  });

  it('takes scalars, the last point of ranges, and no strings', () => {
    expect(toTable({ kind: 'scalar', sample: [0, 7] })?.rows[0]?.value).toBe(7);
    expect(
      toTable({
        kind: 'matrix',
        series: [
          {
            metric: {},
            points: [
              [0, 1],
              [1, 2],
            ],
          },
        ],
      })?.rows[0]?.value,
    ).toBe(2);
    expect(toTable({ kind: 'string', text: 'x' })).toBeNull();
  });
});

describe('sortRows', () => {
  const rows =
    vector([
      [{ n: '10' }, 2],
      [{ n: '9' }, NaN],
      [{ n: '1' }, 5],
    ])?.rows ?? [];
  const by = (sorting: { by: string; descending: boolean }) => sortRows(rows, sorting).map(({ labels }) => labels['n']);

  it('sorts figures, what is none at the end either way', () => {
    expect(by({ by: 'value', descending: true })).toEqual(['1', '10', '9']);
    expect(by({ by: 'value', descending: false })).toEqual(['10', '1', '9']);
  });

  it('sorts labels as people count', () => {
    expect(by({ by: 'n', descending: false })).toEqual(['1', '9', '10']);
  });
});
