import { describe, expect, it } from 'vitest';
import type { Family } from './catalog';
import { defaultQueries, selector, sparklineQuery, suggestedQueries } from './suggested';

const family = (name: string, type: string, members = [name]): Family => ({ name, type, help: '', unit: '', members });
const classic = family('h', 'histogram', ['h_bucket', 'h_sum', 'h_count']);

describe('selector', () => {
  it('quotes what the grammar needs quoted', () => {
    expect(selector('up', [])).toBe('up');
    expect(selector('up', [{ label: 'job', value: 'a"b' }])).toBe('up{job="a\\"b"}');
    expect(selector('http.requests', [{ label: 'service.name', value: 'x' }])).toBe('{"http.requests", "service.name"="x"}');
  });
});

describe('suggestedQueries', () => {
  const first = (of: Family, by?: string) => suggestedQueries(of, [], by)[0]?.query;
  it('rates counters, averages summaries, shows gauges', () => {
    expect(first(family('a_total', 'counter'))).toBe('sum (rate(a_total[5m]))');
    expect(first(family('a_total', 'counter'), 'route')).toBe('sum by (route) (rate(a_total[5m]))');
    expect(first(family('s', 'summary'))).toBe('sum (rate(s_sum[5m])) / sum (rate(s_count[5m]))');
    expect(first(family('temperature', 'gauge'))).toBe('temperature');
    expect(first(family('temperature', 'gauge'), 'room')).toBe('sum by (room) (temperature)');
  });

  it('takes quantiles of histograms, old and native, and their heatmap', () => {
    const [quantiles, heat] = defaultQueries(classic);
    expect(quantiles?.query.split('\nor ')).toHaveLength(3);
    expect(quantiles?.query).toContain('histogram_quantile(0.99, sum by (le) (rate(h_bucket[5m])))');
    expect(heat).toEqual({ query: 'sum by (le) (rate(h_bucket[5m]))', view: 'heatmap' });
    const native = family('n', 'histogram');
    expect(first(native, 'route')).toBe('histogram_quantile(0.95, sum by (route) (rate(n[5m])))');
    expect(defaultQueries(native)[1]).toEqual({ query: 'sum(rate(n[5m]))', view: 'heatmap' });
    expect(suggestedQueries(classic, [{ label: 'a', value: 'b' }], undefined)[3]?.query).toBe(
      'sum (rate(h_sum{a="b"}[5m])) / sum (rate(h_count{a="b"}[5m]))',
    );
  });
});

describe('sparklineQuery', () => {
  it('is one line of what moves', () => {
    expect(sparklineQuery(classic, 60)).toBe('sum(rate(h_count[300s]))');
    expect(sparklineQuery(family('n', 'histogram'), 600)).toBe('histogram_count(sum(rate(n[1200s])))');
    expect(sparklineQuery(family('a_total', 'counter'), 60)).toBe('sum(rate(a_total[300s]))');
    expect(sparklineQuery(family('g', 'gauge'), 60)).toBe('avg(g)');
  });
});
