/** What the health score shows, computed without a DOM. */
import type { Indicator, Score, ScorePart } from '@/api/overview';
import type { Level } from '@/ui/levels';

/** 0.824 is 82 points; a score is never rounded up to the next level's border. */
export function points(score: number | null): number | null {
  return score === null || !Number.isFinite(score) ? null : Math.floor(score * 100 + 1e-9);
}

export function scoreLevel(level: Score['level']): Level {
  switch (level) {
    case 'excellent':
    case 'good':
      return 'ok';
    case 'warning':
      return 'warning';
    case 'critical':
      return 'critical';
    case 'unknown':
      return 'unknown';
  }
}

/** The level of one part or indicator, by the same borders as the whole. */
export function levelOfScore(score: number | null): Level {
  if (score === null || !Number.isFinite(score)) return 'unknown';
  if (score >= 0.75) return 'ok';
  return score >= 0.6 ? 'warning' : 'critical';
}

/** The indicator's name of `transactionHealth.paymentSuccess`. */
export function cappingIndicator(cappedBy: string): string {
  return cappedBy.slice(cappedBy.lastIndexOf('.') + 1);
}

/** How many points the part is short of its weight: what could be won there. */
export function shortfall(part: ScorePart): number {
  return part.score === null ? 0 : (1 - part.score) * part.weight;
}

/** Where the value stands between its bounds, as a share of the way from bad to good; null without a value. */
export function standing(indicator: Indicator): number | null {
  if (indicator.value === null || indicator.good === indicator.bad) return null;
  const share = (indicator.value - indicator.bad) / (indicator.good - indicator.bad);
  return Math.max(0, Math.min(1, share));
}

export function metricLink(query: string, fromMs?: number, toMs?: number): string {
  const range = fromMs === undefined || toMs === undefined ? 'from=now-24h&to=now' : `from=${fromMs}&to=${toMs}`;
  return `/metrics?query=${encodeURIComponent(query)}&${range}`;
}
