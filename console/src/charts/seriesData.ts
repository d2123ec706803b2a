/** From series as queries answer them to the aligned columns and figures that a chart needs; no DOM. */
export type Point = readonly [ms: number, value: number | null];
export type BandPoint = readonly [ms: number, low: number, mid: number, high: number];
export type Series = {
  readonly name: string;
  readonly points: readonly Point[];
  readonly color?: string;
  readonly dashed?: boolean;
  /** Its own unit, where it is not the chart's. */
  readonly unit?: string;
  /** Whether it is measured by an axis of its own at the right. */
  readonly right?: boolean;
  /** How strong the area under the line is, 0 to 1; the chart decides where it is absent. */
  readonly fill?: number;
  readonly width?: number;
  readonly bars?: boolean;
};

/** One column of times and one of values per series: `null` is a gap, `undefined` is drawn through. */
export type Aligned = { readonly times: number[]; readonly columns: (number | null | undefined)[][] };

export type Figures = {
  readonly last: number | null;
  readonly min: number | null;
  readonly avg: number | null;
  readonly max: number | null;
};

/** The usual distance between points: the median, 0 when there are fewer than two points. */
export function usualStep(points: readonly Point[]): number {
  const steps: number[] = [];
  for (let at = 1; at < points.length; at++) {
    steps.push((points[at]?.[0] ?? 0) - (points[at - 1]?.[0] ?? 0));
  }
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? 0;
}

/** Puts a null into every hole wider than one and a half steps, so that no line crosses it. */
export function markGaps(points: readonly Point[]): Point[] {
  const step = usualStep(points);
  const marked: Point[] = [];
  let before: number | undefined;
  for (const point of points) {
    if (before !== undefined && step > 0 && point[0] - before > step * 1.5) {
      marked.push([before + step, null]);
    }
    marked.push(Number.isFinite(point[1]) ? point : [point[0], null]);
    before = point[0];
  }
  return marked;
}

export function align(series: readonly (readonly Point[])[]): Aligned {
  const marked = series.map(markGaps);
  const times = [...new Set(marked.flatMap((points) => points.map(([ms]) => ms)))].sort((a, b) => a - b);
  const indexOf = new Map(times.map((ms, index) => [ms, index]));
  const columns = marked.map((points) => {
    const column: (number | null | undefined)[] = Array.from({ length: times.length }, () => undefined);
    for (const [ms, value] of points) {
      const index = indexOf.get(ms);
      if (index !== undefined && (value !== null || column[index] === undefined)) column[index] = value;
    }
    return column;
  });
  return { times, columns };
}

export function figures(points: readonly Point[]): Figures {
  let last: number | null = null;
  let min: number | null = null;
  let max: number | null = null;
  let sum = 0;
  let count = 0;
  for (const [, value] of points) {
    if (value === null || !Number.isFinite(value)) continue;
    last = value;
    min = min === null ? value : Math.min(min, value);
    max = max === null ? value : Math.max(max, value);
    sum += value;
    count++;
  }
  return { last, min, avg: count === 0 ? null : sum / count, max };
}

export type LegendRow = Figures & { readonly index: number; readonly name: string };

/** The legend's rows, largest last value first; series without a value come last, ties keep their order. */
export function legendRows(series: readonly Series[]): LegendRow[] {
  return series
    .map((one, index) => ({ index, name: one.name, ...figures(one.points) }))
    .sort((a, b) => (b.last ?? -Infinity) - (a.last ?? -Infinity) || a.index - b.index);
}

/** Which series a click on `name` hides: a plain click shows it alone (again: all), with `toggle` it flips just that one. */
export function afterClick(
  hidden: ReadonlySet<string>,
  names: readonly string[],
  name: string,
  toggle: boolean,
): ReadonlySet<string> {
  if (toggle) {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    return next.size >= names.length ? new Set() : next;
  }
  const others = names.filter((other) => other !== name);
  const alone = !hidden.has(name) && others.every((other) => hidden.has(other));
  return alone ? new Set() : new Set(others);
}

/** The index of the time nearest to `ms` in the ascending `times`; -1 when empty. */
export function nearest(times: readonly number[], ms: number): number {
  let low = 0;
  let high = times.length - 1;
  if (high < 0) return -1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= ms) low = middle;
    else high = middle;
  }
  return Math.abs((times[low] ?? 0) - ms) <= Math.abs((times[high] ?? 0) - ms) ? low : high;
}
