import { describe, expect, it } from 'vitest';
import { cellAt, heatGrid, heatPaths, nativeGrid, strength } from './heatmap';

describe('heatGrid', () => {
  it('takes the lower bucket away, whatever the order', () => {
    const grid = heatGrid([
      {
        le: Infinity,
        points: [
          [0, 10],
          [60, 10],
        ],
      },
      {
        le: 0.1,
        points: [
          [0, 4],
          [60, 10],
        ],
      },
      {
        le: 1,
        points: [
          [0, 9],
          [60, 10],
        ],
      },
    ]);
    expect(grid.bounds).toEqual([0.1, 1, Infinity]);
    expect(grid.times).toEqual([0, 60]);
    expect(grid.cells).toEqual([
      { column: 0, row: 0, value: 4 },
      { column: 1, row: 0, value: 10 },
      { column: 0, row: 1, value: 5 },
      { column: 0, row: 2, value: 1 },
    ]);
    expect(grid.max).toBe(10);
  });

  it('leaves out what is missing', () => {
    expect(
      heatGrid([
        {
          le: 1,
          points: [
            [0, null],
            [1, NaN],
          ],
        },
      ]).cells,
    ).toEqual([]);
  });
});

describe('nativeGrid', () => {
  const grid = nativeGrid([
    [[0, [{ low: 1, high: 2, count: 3 }]], [60, [{ low: 2, high: 4, count: 1 }, { low: 4, high: 8, count: 0 }]]],
    [[0, [{ low: 1, high: 2, count: 2 }]]],
  ]);
  it('adds series up and keeps the rows that occur', () => {
    expect(grid.bounds).toEqual([2, 4]);
    expect(grid.cells).toEqual([{ column: 0, row: 0, value: 5 }, { column: 1, row: 1, value: 1 }]);
  });

  it('draws equal strengths as one outline and finds the cell under a point', () => {
    const left = (ms: number): number => ms;
    expect(heatPaths(grid, left, 60, 10, 20).map(({ strength: step, path }) => [step, path])).toEqual([
      [0.6, 'M60 0h59v9h-59z'],
      [1, 'M0 10h59v9h-59z'],
    ]);
    expect(cellAt(grid, left, 60, 10, 70, 15)).toEqual(grid.cells[1]);
    expect(cellAt(grid, left, 60, 10, 70, 5)).toBeNull();
  });
});

describe('strength', () => {
  it('has five steps', () => {
    expect(strength(0, 10)).toBe(0);
    expect(strength(0.01, 10)).toBe(0.2);
    expect(strength(10, 10)).toBe(1);
  });
});
