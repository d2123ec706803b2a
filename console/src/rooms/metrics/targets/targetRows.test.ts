import { describe, expect, it } from 'vitest';
import type { Target } from '@/api/targets';
import { droppedKey, matches, poolsOf, scrapedAt, targetKey } from './targetRows';

const target = (scrapePool: string, scrapeUrl: string, health: Target['health']): Target => ({
  labels: { job: 'from-label' },
  discoveredLabels: {},
  scrapePool,
  scrapeUrl,
  lastError: '',
  lastScrape: '',
  lastScrapeDuration: 0,
  scrapeInterval: '',
  scrapeTimeout: '',
  health,
});
const all = {
  activeTargets: [target('a', 'http://2', 'up'), target('b', 'http://4', 'up'), target('b', 'http://3', 'down'), target('', 'http://1', 'unknown')],
  droppedTargets: [{ discoveredLabels: { x: '1' }, scrapePool: 'a' }],
  droppedTargetCounts: { a: 7, gone: 2 },
};

describe('poolsOf', () => {
  it('puts what is down first and counts what was dropped', () => {
    expect(poolsOf(all, () => true, ['idle']).map(({ pool, up, down, dropped, rows }) => [pool, up, down, dropped, rows.map(({ scrapeUrl }) => scrapeUrl)])).toEqual([
      ['b', 1, 1, 0, ['http://3', 'http://4']],
      ['from-label', 0, 0, 0, ['http://1']],
      ['a', 1, 0, 7, ['http://2']],
      ['gone', 0, 0, 2, []],
      ['idle', 0, 0, 0, []],
    ]);
  });

  it('keeps the counts of what is filtered away', () => {
    const pools = poolsOf(all, ({ health }) => health === 'down');
    expect(pools[2]).toMatchObject({ pool: 'a', total: 1, rows: [] });
  });
});

it('finds by words in any order', () => {
  expect(matches('mall refused', 'http://x', { job: 'mall' }, 'connection refused')).toBe(true);
  expect(matches('job=mall http', 'http://x', { job: 'mall' })).toBe(true);
  expect(matches('db', 'http://x', { job: 'mall' })).toBe(false);
  expect(matches('', 'http://x', {})).toBe(true);
});

it('keys tell targets apart, and the year 1 is never', () => {
  expect(targetKey(target('', 'http://1', 'up'))).toBe('from-label http://1');
  expect(droppedKey({ scrapePool: 'a', discoveredLabels: { x: '1' } })).toBe('a {"x":"1"}');
  expect([scrapedAt('0001-01-01T00:00:00Z'), scrapedAt(''), scrapedAt('1970-01-01T00:00:01Z')]).toEqual([null, null, 1000]);
});
