import { describe, expect, it } from 'vitest';
import { aligned, errorPlace, metadataOf, selector, suggestedQueries, toBuckets, toExemplars } from './expressions';

describe('errorPlace', () => {
  it('points into the line that is wrong', () => {
    expect(errorPlace('invalid parameter "query": 2:5: parse error: unexpected ")"', 'sum(\n  x))')).toEqual({
      line: '  x))',
      column: 4,
      reason: 'unexpected ")"',
    });
  });

  it('is none when the message names no place, or one outside', () => {
    expect(errorPlace('query timed out', 'up')).toBeNull();
    expect(errorPlace('9:1: parse error: x', 'up')).toBeNull();
    expect(errorPlace('1:99: parse error: x', 'up')?.column).toBe(2);
  });
});

describe('selector', () => {
  it('quotes what the grammar needs quoted', () => {
    expect(selector('up', [])).toBe('up');
    expect(selector('up', [{ label: 'job', value: 'a"b' }])).toBe('up{job="a\\"b"}');
    expect(selector('http.requests', [{ label: 'service.name', value: 'x' }])).toBe(
      '{"http.requests", "service.name"="x"}',
    );
  });
});

describe('suggestedQueries', () => {
  it('rates counters, takes quantiles of histograms, shows gauges', () => {
    expect(suggestedQueries('a_total', 'counter', [], undefined)[0]).toBe('sum (rate(a_total[5m]))');
    expect(suggestedQueries('a_total', 'counter', [], 'route')[0]).toBe('sum by (route) (rate(a_total[5m]))');
    expect(suggestedQueries('h_bucket', 'histogram', [], undefined)[0]).toBe(
      'histogram_quantile(0.95, sum by (le) (rate(h_bucket[5m])))',
    );
    expect(suggestedQueries('h', 'histogram', [{ label: 'a', value: 'b' }], undefined)[1]).toBe(
      'sum (rate(h_sum{a="b"}[5m])) / sum (rate(h_count{a="b"}[5m]))',
    );
    expect(suggestedQueries('temperature', 'gauge', [], undefined)[0]).toBe('temperature');
  });

  it('finds metadata under the family name', () => {
    expect(metadataOf({ h: [{ type: 'histogram' }] }, 'h_bucket')?.type).toBe('histogram');
    expect(metadataOf({ a_total: [{ type: 'counter' }] }, 'a_total')?.type).toBe('counter');
    expect(metadataOf({}, 'x')).toBeUndefined();
  });
});

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
        { seriesLabels: {}, exemplars },
        { seriesLabels: {}, exemplars: exemplars.slice(0, 1) },
      ]),
    ).toEqual([
      { at: 2500, value: 0.9, id: 't2' },
      { at: 1000, value: 0.2, id: 't1' },
    ]);
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
