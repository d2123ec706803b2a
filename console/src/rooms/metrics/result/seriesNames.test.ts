import { describe, expect, it } from 'vitest';
import { seriesColor } from '@/charts/palette';
import { asBefore, commonLabels, formatLabels, MOST_SERIES, seriesColors, seriesNames, toSeries } from './seriesNames';

describe('names', () => {
  it('are written as Prometheus writes them', () => {
    expect(formatLabels({ __name__: 'up', job: 'a', b: 'say "x"' })).toBe('up{b="say \\"x\\"", job="a"}');
    expect(formatLabels({ __name__: 'up' })).toBe('up');
    expect(formatLabels({})).toBe('{}');
  });

  it('leave out what all series share', () => {
    const all = [
      { __name__: 'r', job: 'a', code: '200' },
      { __name__: 'r', job: 'a', code: '500' },
    ];
    expect(commonLabels(all)).toEqual({ __name__: 'r', job: 'a' });
    expect(seriesNames(all, 'x')).toEqual(['{code="200"}', '{code="500"}']);
  });

  it('fall back to the expression and stay unique', () => {
    expect(seriesNames([{}], 'sum(up)')).toEqual(['sum(up)']);
    expect(seriesNames([{}, {}], 'x')).toEqual(['x', 'x #2']);
    expect(seriesNames([{ __name__: 'up', job: 'a' }], 'up')).toEqual(['up{job="a"}']);
  });
});

describe('colours', () => {
  it('follow the service where there is one per series', () => {
    expect(seriesColors([{ service: 'pay' }, { service: 'mall' }])).toEqual([seriesColor('pay'), seriesColor('mall')]);
    expect(seriesColors([{ service: 'pay' }, { service: 'pay' }])).toEqual([
      'var(--mw-series-1)',
      'var(--mw-series-2)',
    ]);
  });
});

describe('toSeries', () => {
  it('draws the largest and says how many there are', () => {
    const answer = Array.from({ length: 100 }, (_, at) => ({ metric: { n: String(at) }, points: [[0, at] as const] }));
    const drawn = toSeries(answer, 'x', 60);
    expect(drawn.total).toBe(100);
    expect(drawn.series).toHaveLength(60);
    expect(drawn.series[0]?.name).toBe('{n="40"}');
    expect(toSeries(answer, 'x').series).toHaveLength(100);
    expect(toSeries(Array.from({ length: MOST_SERIES + 1 }, (_, at) => ({ metric: { n: String(at) }, points: [] })), 'x').series).toHaveLength(MOST_SERIES);
  });

  it('turns what is not a number into a gap', () => {
    expect(
      toSeries(
        [
          {
            metric: {},
            points: [
              [0, NaN],
              [1, 2],
            ],
          },
        ],
        'x',
      ).series[0]?.points,
    ).toEqual([
      [0, null],
      [1, 2],
    ]);
  });
});

describe('asBefore', () => {
  it('shifts and dashes, in the colour of the present', () => {
    const now = [{ name: 'a', points: [], color: 'red' }];
    const before = asBefore(now, [{ name: 'a', points: [[0, 1]] }], 1000, 'last week');
    expect(before).toEqual([{ name: 'a (last week)', color: 'red', dashed: true, points: [[1000, 1]] }]);
  });
});
