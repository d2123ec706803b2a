/** Scrape targets in the order in which one reads them; no DOM. */
import type { Labels } from '@/api/prometheus';
import type { Discovery, DroppedTarget, Target } from '@/api/targets';

export type Health = Target['health'];
export type Pool = {
  readonly pool: string;
  readonly up: number;
  readonly down: number;
  /** Left out by relabelling; may be more than are listed. */
  readonly dropped: number;
  readonly rows: readonly Target[];
  /** Of all its targets, those not shown too. */
  readonly total: number;
};

const RANK: Record<Health, number> = { down: 0, unknown: 1, up: 2 };

const poolOf = (target: Target): string => (target.scrapePool === '' ? (target.labels['job'] ?? '') : target.scrapePool);

/** Every pool with its counts and those of its targets that `shows`; what is down comes first, pools and targets alike. */
export function poolsOf(all: Discovery, shows: (target: Target) => boolean, named: readonly string[] = []): Pool[] {
  const pools = new Map<string, Target[]>(named.map((name) => [name, []]));
  for (const target of all.activeTargets) pools.set(poolOf(target), [...(pools.get(poolOf(target)) ?? []), target]);
  for (const pool of [...Object.keys(all.droppedTargetCounts), ...all.droppedTargets.map(({ scrapePool }) => scrapePool)]) {
    if (!pools.has(pool)) pools.set(pool, []);
  }
  const worst = (rows: readonly Target[]): number => Math.min(3, ...rows.map(({ health }) => RANK[health]));
  return [...pools]
    .map(([pool, rows]) => ({ pool, rows, worst: worst(rows) }))
    .sort((a, b) => a.worst - b.worst || a.pool.localeCompare(b.pool))
    .map(({ pool, rows }) => ({
      pool,
      up: rows.filter(({ health }) => health === 'up').length,
      down: rows.filter(({ health }) => health === 'down').length,
      dropped: all.droppedTargetCounts[pool] ?? all.droppedTargets.filter(({ scrapePool }) => scrapePool === pool).length,
      total: rows.length,
      rows: rows
        .filter(shows)
        .sort((a, b) => RANK[a.health] - RANK[b.health] || a.scrapeUrl.localeCompare(b.scrapeUrl)),
    }));
}

/** Every word in address, labels or error, in any order. */
export function matches(words: string, text: string, labels: Labels, error = ''): boolean {
  const all = `${text} ${Object.entries(labels).map(([name, value]) => `${name}=${value}`).join(' ')} ${error}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** What a target is known by in the URL: its pool and where it is found. */
export const targetKey = (target: Target): string => `${poolOf(target)} ${target.scrapeUrl}`;
export const droppedKey = ({ scrapePool, discoveredLabels }: DroppedTarget): string =>
  `${scrapePool} ${JSON.stringify(discoveredLabels)}`;

/** Prometheus writes the year 1 for a target that was never scraped. */
export function scrapedAt(text: string): number | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) || ms <= 0 ? null : ms;
}
