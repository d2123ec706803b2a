import { describe, expect, it } from 'vitest';
import { summary } from './api';
import {
  badFields,
  boxToUrl,
  isTraceId,
  parseTags,
  percentile,
  readSearch,
  searchToUrl,
  sortSummaries,
  summaryParams,
  toDots,
} from './search';

const url = (fields: Record<string, string>) => ({ get: (name: string) => fields[name] });
const EMPTY = readSearch(url({}));

describe('the URL', () => {
  it('holds the whole search and nothing that is default', () => {
    const fields = { service: 'mall-api', tags: 'a=b', minDuration: '100ms', errors: 'true', limit: '20' };
    const search = readSearch(url(fields));
    expect(Object.fromEntries(Object.entries(searchToUrl(search)).filter(([, value]) => value !== undefined))).toEqual(
      fields,
    );
    expect(Object.values(searchToUrl(EMPTY)).every((value) => value === undefined)).toBe(true);
  });

  it('does not believe an absurd limit', () => {
    for (const limit of ['-1', '1e9', 'many', '2.5']) expect(readSearch(url({ limit })).limit).toBe(100);
  });
});

describe('tags', () => {
  it('are pairs, with quotes around spaces', () => {
    expect(parseTags('http.method=POST  msg="two \\"words\\"" empty=')).toEqual({
      'http.method': 'POST',
      msg: 'two "words"',
      empty: '',
    });
    expect(parseTags('')).toEqual({});
  });

  it.each(['word', '=x', 'a="open', 'a=b"c'])('refuse %s', (text) => {
    expect(parseTags(text)).toBeNull();
  });
});

describe('summaryParams', () => {
  it('asks only for what is given', () => {
    expect(summaryParams(EMPTY, 0, 1000)).toEqual({
      'query.start_time_min': '1970-01-01T00:00:00.000Z',
      'query.start_time_max': '1970-01-01T00:00:01.000Z',
      'query.num_traces': '100',
    });
  });

  it('writes durations in microseconds and attributes as JSON', () => {
    const params = summaryParams({ ...EMPTY, service: 's', minDuration: '1.5ms', tags: 'a=b', errors: true }, 0, 1);
    expect(params['query.duration_min']).toBe('1500us');
    expect(JSON.parse(params['query.attributes'] ?? '')).toEqual({ a: 'b', error: 'true' });
  });

  it('names the fields that cannot be read', () => {
    expect([...badFields({ ...EMPTY, tags: 'x', minDuration: 'fast', maxDuration: '2s' })]).toEqual([
      'tags',
      'minDuration',
    ]);
  });
});

describe('results', () => {
  const found = [
    ['a', '1700000000000000000', '1700000000500000000', 3, 0],
    ['b', '1700000001000000000', '1700000001020000000', 9, 1],
  ].map(([traceId, minStartTimeUnixNano, maxEndTimeUnixNano, spanCount, errorSpanCount]) =>
    summary(
      { traceId, minStartTimeUnixNano, maxEndTimeUnixNano, spanCount, errorSpanCount, rootServiceName: 'api' },
      '',
    ),
  );

  it('sort by time, duration or size', () => {
    expect(sortSummaries(found, 'recent').map(({ id }) => id)).toEqual(['b', 'a']);
    expect(sortSummaries(found, 'longest').map(({ id }) => id)).toEqual(['a', 'b']);
    expect(sortSummaries(found, 'spans').map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('sort by errors, and have percentiles', () => {
    expect(sortSummaries(found, 'errors').map(({ id }) => id)).toEqual(['b', 'a']);
    expect([0.5, 0.95, 1].map((share) => percentile(found, share))).toEqual([0.02, 0.5, 0.5].map((s) => expect.closeTo(s, 6) as number));
    expect(percentile([], 0.5)).toBeNull();
  });

  it('become dots', () => {
    expect(toDots(found)[1]).toMatchObject({ id: 'b', weight: 9, failed: true, label: 'api' });
    expect(toDots(found)[1]?.seconds).toBeCloseTo(0.02, 6);
  });
});

describe('a box among the dots', () => {
  it('narrows what it was drawn over', () => {
    const time = { fromMs: 1000, toMs: 9000 };
    expect(boxToUrl({ time, seconds: null })).toEqual({ from: '1000', to: '9000' });
    const seconds = { least: 0.81234, most: 2.5 };
    expect(boxToUrl({ time: null, seconds })).toEqual({ minDuration: '812ms', maxDuration: '2500ms' });
    expect(boxToUrl({ time: { fromMs: 5, toMs: 6 }, seconds: null })).toEqual({ from: '5', to: '1005' });
  });

  it('writes durations that the search can read', () => {
    for (const least of [1e-6, 0.00123, 1, 86_400]) {
      const search = { ...EMPTY, ...boxToUrl({ time: null, seconds: { least, most: least * 2 } }) };
      expect([...badFields(search)]).toEqual([]);
    }
  });
});

describe('isTraceId', () => {
  it('takes 64 and 128 bits', () => {
    expect(isTraceId(' 0af7651916cd43dd8448eb211c80319c ')).toBe(true);
    expect(isTraceId('b7ad6b7169203331')).toBe(true);
    expect(isTraceId('order-service')).toBe(false);
  });
});
