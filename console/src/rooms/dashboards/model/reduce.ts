/** One figure out of many, by the names that dashboards give them. */
export type Cell = number | string | boolean | null;

const numbers = (values: readonly Cell[]): number[] =>
  values.filter((value): value is number => typeof value === 'number' && !Number.isNaN(value));

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const variance = (values: readonly number[]): number => {
  const mean = sum(values) / values.length;
  return sum(values.map((value) => (value - mean) ** 2)) / values.length;
};

const present = (value: Cell | undefined): boolean => value !== null && value !== undefined && !Number.isNaN(value);

type Reduce = (values: readonly Cell[], numbers: readonly number[]) => Cell;

const REDUCERS: Readonly<Record<string, Reduce>> = {
  lastNotNull: (values) => values.findLast(present) ?? null,
  last: (values) => values.at(-1) ?? null,
  firstNotNull: (values) => values.find(present) ?? null,
  first: (values) => values[0] ?? null,
  min: (_, found) => Math.min(...found),
  max: (_, found) => Math.max(...found),
  mean: (_, found) => sum(found) / found.length,
  sum: (_, found) => sum(found),
  count: (values) => values.length,
  range: (_, found) => Math.max(...found) - Math.min(...found),
  diff: (_, found) => (found.at(-1) ?? 0) - (found[0] ?? 0),
  diffperc: (_, found) => ((found.at(-1) ?? 0) - (found[0] ?? 0)) / (found[0] ?? NaN),
  delta: (_, found) => sum(found.slice(1).map((value, at) => Math.max(0, value - (found[at] ?? 0)))),
  logmin: (_, found) => Math.min(...found.filter((value) => value > 0)),
  median: (_, found) => percentile(found, 50),
  stdDev: (_, found) => Math.sqrt(variance(found)),
  variance: (_, found) => variance(found),
  changeCount: (values) => values.filter((value, at) => at > 0 && value !== values[at - 1]).length,
  distinctCount: (values) => new Set(values).size,
  allIsZero: (values) => values.every((value) => value === 0),
  allIsNull: (values) => values.every((value) => value === null),
};

const SAME: Readonly<Record<string, string>> = { current: 'lastNotNull', avg: 'mean', total: 'sum', name: 'lastNotNull' };

const NEEDS_NUMBERS = /^(min|max|mean|sum|range|diff|diffperc|delta|logmin|median|stdDev|variance|p\d+)$/;

/** Null when there is nothing to reduce. */
export function reduced(values: readonly Cell[], calculation: string): Cell {
  const name = SAME[calculation] ?? calculation;
  const found = numbers(values);
  if (NEEDS_NUMBERS.test(name) && found.length === 0) return null;
  const share = /^p(\d+)$/.exec(name)?.[1];
  if (share !== undefined) return percentile(found, Number(share));
  const value = (REDUCERS[name] ?? REDUCERS['lastNotNull'])?.(values, found) ?? null;
  return typeof value === 'number' && !Number.isFinite(value) && name === 'logmin' ? null : value;
}

function percentile(values: readonly number[], percent: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * (sorted.length - 1) + 0.5))] ?? null;
}

/** The words for a calculation, as keys of `calculation.*`. */
export function calculationName(calculation: string): string {
  return SAME[calculation] ?? calculation;
}
