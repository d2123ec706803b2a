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

export type HeatBucket = { readonly low: number; readonly high: number; readonly count: number };
export type HeatSample = readonly [ms: number, buckets: readonly HeatBucket[]];

/** The grid of native histograms: one row per upper bound that occurs, several series added up. */
export function nativeGrid(series: readonly (readonly HeatSample[])[]): HeatGrid {
  const sums = new Map<number, Map<number, number>>();
  const highs = new Set<number>();
  for (const [ms, buckets] of series.flat()) {
    const column = sums.get(ms) ?? new Map<number, number>();
    sums.set(ms, column);
    for (const { high, count } of buckets) {
      if (!(count > 0)) continue;
      highs.add(high);
      column.set(high, (column.get(high) ?? 0) + count);
    }
  }
  const times = [...sums.keys()].sort((a, b) => a - b);
  const bounds = [...highs].sort((a, b) => a - b);
  const rowOf = new Map(bounds.map((high, row) => [high, row]));
  const cells: HeatCell[] = [];
  let max = 0;
  times.forEach((ms, column) => {
    for (const [high, value] of sums.get(ms) ?? []) {
      cells.push({ column, row: rowOf.get(high) ?? 0, value });
      max = Math.max(max, value);
    }
  });
  return { times, bounds, cells, max };
}

export const STRENGTHS = [0.2, 0.4, 0.6, 0.8, 1] as const;

/** One outline per step of strength, so that thousands of cells are five elements of the page. */
export function heatPaths(
  grid: HeatGrid,
  left: (ms: number) => number,
  wide: number,
  tall: number,
  bottom: number,
): readonly { readonly strength: number; readonly path: string }[] {
  const paths = new Map<number, string[]>(STRENGTHS.map((step) => [step, []]));
  const round = (value: number): number => Math.round(value * 10) / 10;
  for (const { column, row, value } of grid.cells) {
    const x = round(left(grid.times[column] ?? 0));
    const y = round(bottom - (row + 1) * tall);
    const width = round(Math.max(1, wide - (wide > 4 ? 1 : 0)));
    const height = round(Math.max(1, tall - (tall > 4 ? 1 : 0)));
    paths.get(strength(value, grid.max))?.push(`M${x} ${y}h${width}v${height}h${-width}z`);
  }
  return [...paths].flatMap(([step, parts]) => (parts.length === 0 ? [] : [{ strength: step, path: parts.join('') }]));
}

/** The cell under a point of the plot, in pixels from its left and bottom edges. */
export function cellAt(grid: HeatGrid, fromLeft: (ms: number) => number, wide: number, tall: number, x: number, up: number): HeatCell | null {
  const row = Math.floor(up / tall);
  const column = grid.times.findIndex((ms) => x >= fromLeft(ms) && x < fromLeft(ms) + wide);
  return grid.cells.find((cell) => cell.row === row && cell.column === column) ?? null;
}
