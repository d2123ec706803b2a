import { describe, expect, it } from 'vitest';
import { logParams, logRow, tailUrl, type LogPage } from './api';
import { detailFields, flipped, joinPages, levelKeys, levelTotals, splitList } from './rows';

const raw = (id: string, extra: object = {}) => ({
  id,
  timestamp: '2026-11-23T04:00:00.123456789Z',
  level: 'error',
  service: 'pay',
  message: 'no',
  ...extra,
});
const page = (ids: string[]): LogPage => ({
  entries: ids.map((id) => logRow(raw(id), '')),
  next: null,
  tookMillis: 1,
});

describe('pages', () => {
  it('join with each line once', () => {
    expect(joinPages([page(['a', 'b']), page(['b', 'c'])]).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

});

describe('levels', () => {
  const buckets = [{ t: 0, counts: { info: 1, debug: 1, error: 1, odd: 1 } }, { t: 1, counts: { warn: 1, error: 4 } }];

  it('stack with the gravest at the bottom', () => {
    expect(levelKeys(buckets).map(({ key }) => key)).toEqual(['error', 'warn', 'info', 'debug', 'odd']);
  });

  it('are summed over the bars', () => {
    expect([...levelTotals(buckets)]).toContainEqual(['error', 5]);
    expect(levelTotals([]).size).toBe(0);
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
    expect(tailUrl({ q: 'x y', levels: ['error'], services: [] }, 50)).toBe('/api/logs/tail?q=x+y&level=error&rate=50');
  });

  it('flip and split lists', () => {
    expect(flipped(['a', 'b'], 'a')).toEqual(['b']);
    expect(flipped(['a'], 'b')).toEqual(['a', 'b']);
    expect(splitList(['a,b', 'b', ''])).toEqual(['a', 'b']);
  });
});
