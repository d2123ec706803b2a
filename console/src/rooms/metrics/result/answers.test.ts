import { describe, expect, it } from 'vitest';
import { aligned, boundUnit, exemplarUnitOf, onlyHistograms, toBuckets, toExemplars, toGrid, toldUnit } from './answers';

describe('toExemplars', () => {
  it('takes those with a trace, once, slowest first', () => {
    const exemplars = [
      { labels: { trace_id: 't1' }, value: '0.2', timestamp: 1 },
      { labels: { traceID: 't2' }, value: '0.9', timestamp: 2.5 },
      { labels: { span: 's' }, value: '5', timestamp: 3 },
      { labels: { trace_id: 't3' }, value: 'NaN', timestamp: 3 },
    ];
    expect(
      toExemplars([
        { seriesLabels: { route: '/pay' }, exemplars },
        { seriesLabels: { route: '/pay' }, exemplars: exemplars.slice(0, 1) },
      ]),
    ).toEqual([
      { at: 2500, value: 0.9, id: 't2', labels: { route: '/pay', traceID: 't2' } },
      { at: 1000, value: 0.2, id: 't1', labels: { route: '/pay', trace_id: 't1' } },
    ]);
  });
});

describe('many exemplars', () => {
  it('are thinned out over time, the largest kept', () => {
    const exemplars = Array.from({ length: 480 }, (_, at) => ({ labels: { trace_id: `t${at}` }, value: String(at % 10), timestamp: at }));
    const shown = toExemplars([{ seriesLabels: {}, exemplars }]);
    expect(shown).toHaveLength(96);
    expect(shown[0]?.value).toBe(9);
  });
});

describe('toBuckets', () => {
  it('sees buckets only where each series has its own bound', () => {
    expect(
      toBuckets([
        { metric: { le: '0.1' }, points: [[0, 1]] },
        { metric: { le: '+Inf' }, points: [] },
      ])?.map(({ le }) => le),
    ).toEqual([0.1, Infinity]);
    expect(
      toBuckets([
        { metric: { le: '1', a: 'x' }, points: [] },
        { metric: { le: '1', a: 'y' }, points: [] },
      ]),
    ).toBeNull();
    expect(
      toBuckets([
        { metric: {}, points: [] },
        { metric: { le: '1' }, points: [] },
      ]),
    ).toBeNull();
  });
});

describe('aligned', () => {
  it('stands on whole steps and is never empty', () => {
    expect(aligned(61_500, 119_000, 30)).toEqual({ fromMs: 60_000, toMs: 90_000 });
    expect(aligned(1000, 1500, 15)).toEqual({ fromMs: 0, toMs: 15_000 });
  });
});

describe('units', () => {
  it('are those of the bounds, and of what the exemplars were taken with', () => {
    expect(boundUnit('sum by (le) (rate(x_seconds_bucket[5m]))')).toBe('seconds');
    expect(exemplarUnitOf([{ at: 0, value: 1, id: 't', labels: { __name__: 'x_milliseconds_bucket' } }])).toBe('millis');
    expect(exemplarUnitOf([])).toBe('count');
  });

  it('come from the metadata of the first metric that has one', () => {
    const units = { latency: 'seconds', plain: '' };
    expect(toldUnit('rate(latency_sum{job="plain"}[5m]) / plain', units)).toBe('seconds');
    expect(toldUnit('plain{latency="x"} > 1', { plain: '' })).toBe('');
  });
});

describe('native histograms', () => {
  const answer = [{ metric: {}, points: [], histograms: [[1000, { count: 1, sum: 2, buckets: [{ low: 1, high: 2, count: 1 }] }] as const] }];
  it('make a grid, and no line', () => {
    expect(toGrid(answer)?.cells).toEqual([{ column: 0, row: 0, value: 1 }]);
    expect(onlyHistograms(answer)).toBe(true);
    expect(onlyHistograms([])).toBe(false);
    expect(toGrid([{ metric: {}, points: [[0, 1]] }])).toBeNull();
  });
});
