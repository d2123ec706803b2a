/** Outlines of the small charts as SVG path data; no DOM. */
import { extent, linear, type Extent } from './scale';
import { markGaps, type BandPoint, type Point } from './seriesData';

const round = (value: number): number => Math.round(value * 100) / 100;

/** A polyline through the points with a pen-up at every gap; a lone point becomes a short dash. */
export function linePath(points: readonly Point[], x: (ms: number) => number, y: (value: number) => number): string {
  let path = '';
  let run = 0;
  const finishRun = (): void => {
    if (run === 1) path += 'h0.01';
    run = 0;
  };
  for (const [ms, value] of points) {
    if (value === null) {
      finishRun();
      continue;
    }
    path += `${run === 0 ? 'M' : 'L'}${round(x(ms))},${round(y(value))}`;
    run++;
  }
  finishRun();
  return path;
}

/** The closed outline between the low and the high edge of a band. */
export function bandPath(band: readonly BandPoint[], x: (ms: number) => number, y: (value: number) => number): string {
  if (band.length < 2) return '';
  const upper = band.map(([ms, , , high]) => `${round(x(ms))},${round(y(high))}`);
  const lower = [...band].reverse().map(([ms, low]) => `${round(x(ms))},${round(y(low))}`);
  return `M${upper.join('L')}L${lower.join('L')}Z`;
}

export type SparklineShape = {
  readonly line: string;
  readonly previous: string;
  readonly band: string;
  readonly end: readonly [number, number] | null;
};

/** Fits points, an older line and the band behind them into `width` × `height` on one scale, two pixels from the edges. */
export function sparkline(
  points: readonly Point[],
  previous: readonly Point[],
  band: readonly BandPoint[],
  width: number,
  height: number,
): SparklineShape {
  const marked = markGaps(points);
  const older = markGaps(previous);
  const times = extent([...marked, ...older, ...band].map(([ms]) => ms));
  const values = extent([
    ...[...marked, ...older].map(([, value]) => value),
    ...band.flatMap(([, low, , high]) => [low, high]),
  ]);
  if (times === null || values === null) return { line: '', previous: '', band: '', end: null };
  const x = linear(times, [2, width - 2]);
  const y = linear(values, [height - 2, 2]);
  const last = marked.findLast(([, value]) => value !== null);
  return {
    line: linePath(marked, x, y),
    previous: linePath(older, x, y),
    band: bandPath(band, x, y),
    end: last === undefined ? null : [round(x(last[0])), round(y(last[1] ?? 0))],
  };
}

/** The stroke-dasharray that fills `share` (0 to 1) of a circle of `radius`. */
export function ringDash(share: number | null, radius: number): string {
  const around = 2 * Math.PI * radius;
  const filled = Math.max(0, Math.min(1, share ?? 0)) * around;
  return `${round(filled)} ${round(around - filled)}`;
}

/** How far from a part a click still means it. */
const NEAR_PX = 6;

export type Bar = {
  readonly x: number;
  readonly width: number;
  readonly parts: readonly BarPart[];
  readonly index: number;
};
export type BarPart = { readonly key: string; readonly y: number; readonly height: number; readonly count: number };
export type StackBucket = { readonly t: number; readonly counts: Readonly<Record<string, number>> };

/**
 * Lays out stacked bars: buckets of `intervalMs` on the time axis `range`, in the plot `width` × `height`, keys from the
 * bottom up. A count above zero is at least one pixel high, so that a single error is seen.
 */
export function stackBars(
  buckets: readonly StackBucket[],
  keys: readonly string[],
  intervalMs: number,
  range: Extent,
  width: number,
  height: number,
  top: number,
): Bar[] {
  const x = linear(range, [0, width]);
  const y = (count: number): number => (top <= 0 ? 0 : (count / top) * height);
  return buckets.flatMap((bucket, index) => {
    const left = Math.max(0, x(bucket.t));
    const right = Math.min(width, x(bucket.t + intervalMs));
    if (right <= left) return [];
    let base = height;
    const parts: BarPart[] = [];
    for (const key of keys) {
      const count = bucket.counts[key] ?? 0;
      if (count <= 0) continue;
      const tall = Math.max(1, y(count));
      base -= tall;
      parts.push({ key, y: round(base), height: round(tall), count });
    }
    const gap = right - left > 4 ? 1 : 0;
    return [{ x: round(left), width: round(Math.max(0.5, right - left - gap)), parts, index }];
  });
}

/** The part of a bar at a point, or the one nearest above or below in its bar: thin parts are hard to hit. */
export function partAt(bars: readonly Bar[], left: number, top: number): BarPart | null {
  const bar = bars.find((one) => left >= one.x && left <= one.x + one.width + 1);
  let nearest: BarPart | null = null;
  let least = NEAR_PX;
  for (const part of bar?.parts ?? []) {
    const away = Math.max(part.y - top, top - part.y - part.height, 0);
    if (away < least) {
      nearest = part;
      least = away;
    }
  }
  return nearest;
}

export function bucketTotal(bucket: StackBucket): number {
  return Object.values(bucket.counts).reduce((sum, count) => sum + count, 0);
}
