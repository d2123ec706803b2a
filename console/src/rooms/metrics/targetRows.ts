/** Scrape targets in the order in which one reads them; no DOM. */
import type { Target } from '@/api/prometheus';

export type Pool = { readonly pool: string; readonly up: number; readonly rows: readonly Target[] };

const RANK: Record<Target['health'], number> = { down: 0, unknown: 1, up: 2 };

/** Grouped by pool; what is down comes first, among pools and among targets. */
export function byPool(targets: readonly Target[]): Pool[] {
  const pools = new Map<string, Target[]>();
  for (const target of targets) {
    const name = target.scrapePool === '' ? (target.labels['job'] ?? '') : target.scrapePool;
    pools.set(name, [...(pools.get(name) ?? []), target]);
  }
  const worst = (rows: readonly Target[]): number => Math.min(...rows.map(({ health }) => RANK[health]));
  return [...pools]
    .map(([pool, rows]) => ({
      pool,
      up: rows.filter(({ health }) => health === 'up').length,
      rows: [...rows].sort((a, b) => RANK[a.health] - RANK[b.health] || a.scrapeUrl.localeCompare(b.scrapeUrl)),
    }))
    .sort((a, b) => worst(a.rows) - worst(b.rows) || a.pool.localeCompare(b.pool));
}
