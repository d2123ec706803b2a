import { describe, expect, it } from 'vitest';
import { heatGrid, strength } from './heatmap';

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

describe('strength', () => {
  it('has five steps', () => {
    expect(strength(0, 10)).toBe(0);
    expect(strength(0.01, 10)).toBe(0.2);
    expect(strength(10, 10)).toBe(1);
  });
});
