/** From cumulative histogram buckets (`le`) to the cells of a heatmap; no DOM. */
import type { Point } from './seriesData';

export type BucketSeries = { readonly le: number; readonly points: readonly Point[] };
export type HeatCell = { readonly column: number; readonly row: number; readonly value: number };
export type HeatGrid = {
  readonly times: readonly number[];
  /** Upper bounds, lowest first; the last may be Infinity. */
  readonly bounds: readonly number[];
  readonly cells: readonly HeatCell[];
  readonly max: number;
};

/** Takes each bucket's lower neighbour away, so that a cell holds what fell between two bounds. Never below zero. */
export function heatGrid(series: readonly BucketSeries[]): HeatGrid {
  const sorted = [...series].sort((a, b) => a.le - b.le);
  const times = [...new Set(sorted.flatMap(({ points }) => points.map(([ms]) => ms)))].sort((a, b) => a - b);
  const columnOf = new Map(times.map((ms, index) => [ms, index]));
  const below = Array.from({ length: times.length }, () => 0);
  const cells: HeatCell[] = [];
  let max = 0;
  sorted.forEach(({ points }, row) => {
    for (const [ms, value] of points) {
      const column = columnOf.get(ms);
      if (column === undefined || value === null || !Number.isFinite(value)) continue;
      const own = value - (below[column] ?? 0);
      below[column] = Math.max(below[column] ?? 0, value);
      if (own <= 0) continue;
      cells.push({ column, row, value: own });
      max = Math.max(max, own);
    }
  });
  return { times, bounds: sorted.map(({ le }) => le), cells, max };
}

/** Five steps of strength; the square root lets rare cells be seen beside frequent ones. */
export function strength(value: number, max: number): number {
  if (value <= 0 || max <= 0) return 0;
  return Math.ceil(Math.sqrt(value / max) * 5) / 5;
}
