/** Heartbeats of probed addresses, from blackbox_exporter's series. */
import type { RangeSeries } from '@/api/prometheus';

export type Beat = 'good' | 'bad' | 'none';

export interface Heart {
  readonly instance: string;
  readonly module: string;
  readonly beats: readonly Beat[];
  /** Whether the last beat that there is was good; null without any. */
  readonly up: boolean | null;
  /** Share of good beats, 0 to 1; null without any. */
  readonly availability: number | null;
}

/** One heart for each address, those that are down first; a step that saw a failure is bad. */
export function hearts(series: readonly RangeSeries[], fromMs: number, stepMs: number, count: number): Heart[] {
  const all = series.map((one) => {
    const beats = Array.from<Beat>({ length: count }).fill('none');
    for (const [ms, value] of one.points) {
      const at = Math.round((ms - fromMs) / stepMs);
      if (at >= 0 && at < count) beats[at] = value >= 1 ? 'good' : 'bad';
    }
    const known = beats.filter((beat) => beat !== 'none');
    const last = known.at(-1);
    return {
      instance: one.metric['instance'] ?? '',
      module: one.metric['module'] ?? one.metric['job'] ?? '',
      beats,
      up: last === undefined ? null : last === 'good',
      availability: known.length === 0 ? null : known.filter((beat) => beat === 'good').length / known.length,
    };
  });
  return all.toSorted((a, b) => rank(a) - rank(b) || a.instance.localeCompare(b.instance));
}

function rank(heart: Heart): number {
  if (heart.up === false) return 0;
  return heart.up === null ? 1 : 2;
}
