/** Rate, errors and durations of operations, from the families of Jaeger's metrics API; no DOM. */
import type { Series } from '@/charts/seriesData';

export type Family = readonly {
  readonly service: string;
  /** Empty where the family is by service. */
  readonly operation: string;
  readonly points: readonly (readonly [ms: number, value: number])[];
}[];

export type OperationRed = {
  readonly service: string;
  readonly operation: string;
  /** Calls a second. */
  readonly rate: number;
  /** Share of the calls that failed, 0 to 1; NaN when unknown. */
  readonly errors: number;
  /** NaN when unknown. */
  readonly p95Seconds: number;
  /** How much waiting it causes: calls a second by their duration. */
  readonly impact: number;
};

export const SORTS = ['impact', 'rate', 'errors', 'p95Seconds'] as const;
export type Sort = (typeof SORTS)[number];

/** One row an operation that was called, the largest of `sort` first. Durations of the family are in milliseconds. */
export function operations(calls: Family, errors: Family, latencies: Family, sort: Sort): OperationRed[] {
  const name = (one: Family[number]): string => `${one.service}\u0000${one.operation}`;
  const last = (family: Family): Map<string, number> =>
    new Map(family.map((one) => [name(one), one.points.findLast(([, value]) => Number.isFinite(value))?.[1] ?? NaN]));
  const [failed, slow] = [last(errors), last(latencies)];
  return [...last(calls)]
    .filter(([, rate]) => rate > 0)
    .map(([key, rate]) => {
      const [service = '', operation = ''] = key.split('\u0000');
      const p95Seconds = (slow.get(key) ?? NaN) / 1000;
      const impact = rate * (Number.isFinite(p95Seconds) ? p95Seconds : 0);
      return { service, operation, rate, errors: failed.get(key) ?? NaN, p95Seconds, impact };
    })
    .sort((a, b) => orZero(b[sort]) - orZero(a[sort]) || b.rate - a.rate || a.operation.localeCompare(b.operation));
}

function orZero(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

/** Lines to draw, one a service; gaps where nothing was called. */
export function lines(family: Family, scale = 1, name = ''): Series[] {
  return family.map((one) => ({
    name: name === '' ? one.service : name,
    points: one.points.map(([ms, value]) => [ms, value * scale] as const),
  }));
}
