import { describe, expect, it } from 'vitest';
import type { SourceFile } from './api';
import { readShare, steps, worstFirst, writers } from './figures';

const file = (path: string, extra: Partial<SourceFile> = {}): SourceFile => ({
  path,
  input: '/var/log/*.log',
  state: 'caught_up',
  readBytes: 10,
  sizeBytes: 10,
  lagBytes: 0,
  entries: 1,
  lastRead: null,
  error: null,
  ...extra,
});

describe('writers', () => {
  it('sum levels, the busiest first, the silent last', () => {
    const perMinute = [
      { labels: { service: 'pay', level: 'info' }, value: 4 },
      { labels: { service: 'pay', level: 'error' }, value: 1 },
      { labels: { service: 'order', level: 'info' }, value: 9 },
    ];
    const last = [{ labels: { service: 'old' }, value: 100 }, { labels: { service: 'pay' }, value: 200 }];
    expect(writers({ perMinute, last })).toEqual([
      { service: 'order', perMinute: 9, errorsPerMinute: 0, lastMs: null },
      { service: 'pay', perMinute: 5, errorsPerMinute: 1, lastMs: 200_000 },
      { service: 'old', perMinute: 0, errorsPerMinute: 0, lastMs: 100_000 },
    ]);
  });
});

describe('steps of pipelines', () => {
  it('stand in their order, the whole pipeline first', () => {
    const figure = (processor: string, outcome: string, value: number) => ({ labels: { pipeline: 'access', processor, outcome }, value });
    const rows = steps([figure('10_date', 'in', 1), figure('2_grok', 'failed', 3), figure('', 'in', 8), figure('', 'out', 7)]);
    expect(rows.map(({ processor }) => processor)).toEqual(['', '2_grok', '10_date']);
    expect(rows[0]).toMatchObject({ pipeline: 'access', taken: 8, given: 7, failed: 0, dropped: 0 });
  });
});

describe('followed files', () => {
  it('show the broken and the furthest behind first', () => {
    const files = [
      file('ok'),
      file('near', { state: 'behind', lagBytes: 1 }),
      file('far', { state: 'behind', lagBytes: 9 }),
      file('bad', { error: 'denied' }),
    ];
    expect(worstFirst(files).map(({ path }) => path)).toEqual(['bad', 'far', 'near', 'ok']);
  });

  it('say how much was read', () => {
    expect(readShare(file('a'))).toBe(1);
    expect(readShare(file('a', { readBytes: 3, sizeBytes: 12, lagBytes: 9 }))).toBe(0.25);
    expect(readShare(file('a', { sizeBytes: 0, lagBytes: 1 }))).toBe(0);
  });
});
