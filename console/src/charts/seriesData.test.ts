import { describe, expect, it } from 'vitest';
import { afterClick, align, figures, legendRows, markGaps, nearest, usualStep } from './seriesData';

describe('gaps', () => {
  it('marks a hole wider than one and a half steps', () => {
    expect(
      markGaps([
        [0, 1],
        [10, 2],
        [20, 3],
        [60, 4],
        [70, 5],
      ]),
    ).toEqual([
      [0, 1],
      [10, 2],
      [20, 3],
      [30, null],
      [60, 4],
      [70, 5],
    ]);
  });

  it('treats values that are not numbers as gaps', () => {
    expect(
      markGaps([
        [0, NaN],
        [10, Infinity],
        [20, 1],
      ]),
    ).toEqual([
      [0, null],
      [10, null],
      [20, 1],
    ]);
  });

  it('finds the usual step in spite of holes', () => {
    expect(
      usualStep([
        [0, 1],
        [15, 1],
        [30, 1],
        [300, 1],
      ]),
    ).toBe(15);
    expect(usualStep([[0, 1]])).toBe(0);
  });
});

describe('align', () => {
  it('keeps different grids apart without inventing gaps', () => {
    expect(
      align([
        [
          [0, 1],
          [10, 2],
          [20, 3],
        ],
        [
          [5, 7],
          [15, 8],
        ],
      ]),
    ).toEqual({
      times: [0, 5, 10, 15, 20],
      columns: [
        [1, undefined, 2, undefined, 3],
        [undefined, 7, undefined, 8, undefined],
      ],
    });
  });

  it('has no columns without series', () => {
    expect(align([])).toEqual({ times: [], columns: [] });
  });
});

describe('legend', () => {
  it('gives last, average and maximum of what is there', () => {
    expect(
      figures([
        [0, 1],
        [1, null],
        [2, 5],
        [3, 3],
        [4, null],
      ]),
    ).toEqual({ last: 3, min: 1, avg: 3, max: 5 });
    expect(figures([])).toEqual({ last: null, min: null, avg: null, max: null });
  });

  it('sorts by last value, those without one at the end', () => {
    const rows = legendRows([
      { name: 'a', points: [[0, 1]] },
      { name: 'none', points: [] },
      { name: 'b', points: [[0, 9]] },
    ]);
    expect(rows.map((row) => row.name)).toEqual(['b', 'a', 'none']);
  });
});

describe('afterClick', () => {
  const names = ['a', 'b', 'c'];

  it('isolates, and shows all again on the second click', () => {
    const alone = afterClick(new Set(), names, 'b', false);
    expect([...alone]).toEqual(['a', 'c']);
    expect([...afterClick(alone, names, 'b', false)]).toEqual([]);
  });

  it('toggles one, and never hides them all', () => {
    const one = afterClick(new Set(), names, 'a', true);
    expect([...one]).toEqual(['a']);
    expect([...afterClick(one, names, 'a', true)]).toEqual([]);
    expect([...afterClick(new Set(['a', 'b']), names, 'c', true)]).toEqual([]);
  });
});

describe('nearest', () => {
  it('finds the closest time', () => {
    expect(nearest([0, 10, 20], 14)).toBe(1);
    expect(nearest([0, 10, 20], 16)).toBe(2);
    expect(nearest([0, 10, 20], -5)).toBe(0);
    expect(nearest([], 3)).toBe(-1);
  });
});
