/** How a figure has grown, from what the server recorded of itself; no DOM. */
import type { Point } from '@/charts/seriesData';

const MINUTE = 60_000;

/** Now minus the value `agoMs` before; null where nothing was recorded within a tenth of that span (at least 15 minutes). */
export function growth(points: readonly Point[], agoMs: number): number | null {
  const last = points.at(-1);
  if (last === undefined || last[1] === null) return null;
  const wanted = last[0] - agoMs;
  const slack = Math.max(15 * MINUTE, agoMs / 10);
  let best: Point | null = null;
  for (const point of points) {
    if (point[1] === null) continue;
    if (best === null || Math.abs(point[0] - wanted) < Math.abs(best[0] - wanted)) best = point;
  }
  if (best === null || best[1] === null || Math.abs(best[0] - wanted) > slack) return null;
  return last[1] - best[1];
}

/** The sum over all series at each time at which any has a value. */
export function summed(series: readonly (readonly (readonly [ms: number, value: number])[])[]): Point[] {
  const sums = new Map<number, number>();
  for (const points of series) {
    for (const [ms, value] of points) if (Number.isFinite(value)) sums.set(ms, (sums.get(ms) ?? 0) + value);
  }
  return [...sums].sort((a, b) => a[0] - b[0]);
}

/** `name=value` as the server writes a pair; the first `=` parts them. */
export function pairOf(text: string): { readonly label: string; readonly value: string } {
  const at = text.indexOf('=');
  return at < 0 ? { label: text, value: '' } : { label: text.slice(0, at), value: text.slice(at + 1) };
}
