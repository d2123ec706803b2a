import { describe, expect, it } from 'vitest';
import { around, href, logsHref, metricsHref, traceHref, tracesHref } from './links';

describe('links', () => {
  it('leave out what is absent and repeat lists', () => {
    expect(href('/x', { a: undefined, b: '', c: ['1', '2'] })).toBe('/x?c=1&c=2');
    expect(traceHref('abc')).toBe('/traces/abc');
    expect(traceHref('abc', 's1')).toBe('/traces/abc?span=s1');
    expect(tracesHref({ service: 'mall api' })).toBe('/traces?service=mall+api');
  });

  it('carry the time around', () => {
    expect(logsHref('traceId:"a"', around(1000.5, 2000.2, 500))).toBe('/logs?q=traceId%3A%22a%22&from=500&to=2501');
    expect(metricsHref(['up'], { fromMs: 1, toMs: 2 })).toBe('/metrics?query=up&from=1&to=2');
  });
});
