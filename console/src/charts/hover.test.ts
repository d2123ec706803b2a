import { describe, expect, it } from 'vitest';
import { hoverRows, valueNear } from './hover';
import { align } from './seriesData';
import { shownExtent } from './plot';
import { lonePoints } from './plotSeries';

describe('valueNear', () => {
  it('takes the neighbour where the series has no point of its own', () => {
    expect(valueNear([1, undefined, 3], 1)).toBe(1);
    expect(valueNear([undefined, undefined, 3], 0)).toBe(3);
  });

  it('keeps a gap a gap', () => {
    expect(valueNear([1, null, 3], 1)).toBeNull();
    expect(valueNear([undefined, undefined, undefined, undefined, undefined, 1], 0)).toBeNull();
  });
});

describe('hoverRows', () => {
  it('lists what is shown, largest first', () => {
    const series = [
      { name: 'a', points: [[0, 1]] as const },
      { name: 'b', points: [[0, 5]] as const },
      { name: 'c', points: [[0, 9]] as const },
    ];
    const rows = hoverRows(series, ['x', 'y', 'z'], new Set(['c']), align(series.map((one) => one.points)), 0);
    expect(rows).toEqual([
      { name: 'b', color: 'y', value: 5 },
      { name: 'a', color: 'x', value: 1 },
    ]);
  });
});

describe('lonePoints', () => {
  it('finds points that no line touches, across misaligned columns', () => {
    expect(lonePoints([1, undefined, null, 2, null, 3, undefined, 4])).toEqual([0, 3]);
    expect(lonePoints([])).toEqual([]);
  });
});

describe('shownExtent', () => {
  it('makes room for a threshold that is near, not for one that would flatten the lines', () => {
    expect(shownExtent([[1, 2]], [], [4], 'seconds')).toEqual([1, 4]);
    expect(shownExtent([[0.01, 0.04]], [], [2], 'seconds')).toEqual([0.01, 0.04]);
    expect(shownExtent([[0.99, 1]], [], [0.95], 'ratio')).toEqual([0.95, 1]);
    expect(shownExtent([[null]], [[0, 1, 2, 3]], [], 'count')).toEqual([1, 3]);
  });
});
