import { describe, expect, it } from 'vitest';
import { logParams, logRow, tailUrl, type LogPage } from './api';
import { detailFields, flipped, joinPages, levelKeys, ndjsonName, splitList, toNdjson } from './rows';

const raw = (id: string, extra: object = {}) => ({
  id,
  timestamp: '2026-11-23T04:00:00.123456789Z',
  level: 'error',
  service: 'pay',
  message: 'no',
  ...extra,
});
const page = (ids: string[], counts: Record<string, number> = {}): LogPage => ({
  entries: ids.map((id) => logRow(raw(id), '')),
  total: ids.length,
  totalExact: true,
  histogram: { intervalMillis: 1000, buckets: [{ t: 0, counts }] },
  facets: {},
  next: null,
  tookMillis: 1,
});

describe('pages', () => {
  it('join with each line once', () => {
    expect(joinPages([page(['a', 'b']), page(['b', 'c'])]).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('stack the gravest level at the bottom', () => {
    expect(
      levelKeys([page([], { info: 1, debug: 1, error: 1, odd: 1 }), page([], { warn: 1 })]).map(({ key }) => key),
    ).toEqual(['error', 'warn', 'info', 'debug', 'odd']);
  });
});

describe('files', () => {
  it('hold each line as it came', () => {
    const rows = [logRow(raw('a', { unknownField: [1] }), '')];
    expect(toNdjson(rows)).toBe(`${JSON.stringify(raw('a', { unknownField: [1] }))}\n`);
    expect(ndjsonName(Date.parse('2026-11-23T04:30:15.250Z'))).toBe('mallwatch-logs-20261123T043015Z.ndjson');
  });
});

describe('detailFields', () => {
  it('lists what has a value, data by path', () => {
    const row = logRow(
      raw('a', {
        traceId: 't1',
        userId: null,
        durationMillis: 12,
        tags: ['x', 'y'],
        error: { name: 'PayError', message: 'timeout', stack: 'at…' },
        data: { order: { id: 7, items: ['p1', 'p2'] }, none: null },
      }),
      '',
    );
    expect(detailFields(row).map(({ field, value }) => `${field}=${value}`)).toEqual([
      'level=error',
      'service=pay',
      'traceId=t1',
      'durationMillis=12',
      'tags=x',
      'tags=y',
      'error.name=PayError',
      'error.message=timeout',
      'data.order.id=7',
      'data.order.items=p1',
      'data.order.items=p2',
    ]);
  });
});

describe('parameters', () => {
  it('leave out what is not asked', () => {
    expect(logParams({ q: ' ', fromMs: 1.2, toMs: 2.2, levels: [], services: ['a', 'b'] })).toEqual({
      q: undefined,
      from: 1,
      to: 3,
      level: undefined,
      service: 'a,b',
    });
    expect(tailUrl('x y', ['error'], [])).toBe('/api/logs/tail?q=x+y&level=error');
  });

  it('flip and split lists', () => {
    expect(flipped(['a', 'b'], 'a')).toEqual(['b']);
    expect(flipped(['a'], 'b')).toEqual(['a', 'b']);
    expect(splitList(['a,b', 'b', ''])).toEqual(['a', 'b']);
  });
});
