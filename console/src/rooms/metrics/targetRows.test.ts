import { describe, expect, it } from 'vitest';
import type { Target } from '@/api/prometheus';
import { byPool } from './targetRows';

const target = (scrapePool: string, scrapeUrl: string, health: Target['health']): Target => ({
  labels: { job: 'from-label' },
  discoveredLabels: {},
  scrapePool,
  scrapeUrl,
  lastError: '',
  lastScrape: '',
  lastScrapeDuration: 0,
  health,
});

describe('byPool', () => {
  it('puts what is down first', () => {
    const pools = byPool([
      target('a', 'u1', 'up'),
      target('b', 'u2', 'up'),
      target('b', 'u3', 'down'),
      target('', 'u4', 'up'),
    ]);
    expect(pools.map(({ pool, up, rows }) => [pool, up, rows.map(({ scrapeUrl }) => scrapeUrl).join()])).toEqual([
      ['b', 1, 'u3,u2'],
      ['a', 1, 'u1'],
      ['from-label', 1, 'u4'],
    ]);
  });

  it('has no pools without targets', () => {
    expect(byPool([])).toEqual([]);
  });
});
