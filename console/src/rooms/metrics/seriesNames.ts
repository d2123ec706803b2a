/** Names and colours for the series of an answer; no DOM. */
import type { Labels, RangeSeries } from '@/api/prometheus';
import { indexedColor, seriesColor } from '@/charts/palette';
import type { Point, Series } from '@/charts/seriesData';

/** `name{a="b"}`, labels in order of their names. */
export function formatLabels(labels: Labels, without: ReadonlySet<string> = new Set()): string {
  const { __name__: name = '', ...rest } = labels;
  const pairs = Object.entries(rest)
    .filter(([label]) => !without.has(label))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  const shownName = without.has('__name__') ? '' : name;
  return pairs.length === 0 && shownName !== '' ? shownName : `${shownName}{${pairs.join(', ')}}`;
}

/** The labels that all series have with one value: said once, not in every name. None when there is one series. */
export function commonLabels(all: readonly Labels[]): Labels {
  const [first, ...others] = all;
  if (first === undefined || others.length === 0) return {};
  return Object.fromEntries(
    Object.entries(first).filter(([label, value]) => others.every((labels) => labels[label] === value)),
  );
}

/** A name for each series, unique and as short as it can be. */
export function seriesNames(all: readonly Labels[], expression: string): string[] {
  const common = new Set(Object.keys(commonLabels(all)));
  const used = new Map<string, number>();
  return all.map((labels) => {
    const written = formatLabels(labels, common);
    const name = written === '{}' ? expression : written;
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    return count === 1 ? name : `${name} #${count}`;
  });
}

/** By service where each series has its own, so that a service has one colour on all pages; by order otherwise. */
export function seriesColors(all: readonly Labels[]): string[] {
  for (const label of ['service', 'service_name', 'job']) {
    const values = all.map((labels) => labels[label]);
    const known = values.filter((value) => value !== undefined);
    if (all.length > 1 && known.length === all.length && new Set(known).size === all.length) {
      return known.map(seriesColor);
    }
  }
  return all.map((_, index) => indexedColor(index));
}

export const MOST_SERIES = 60;

export type Drawn = { readonly series: Series[]; readonly total: number };

/** What is drawn: at most sixty, those with the largest last value, in the order of the answer. */
export function toSeries(answer: readonly RangeSeries[], expression: string): Drawn {
  const names = seriesNames(
    answer.map(({ metric }) => metric),
    expression,
  );
  const kept = largest(answer);
  const colors = seriesColors(kept.map((index) => answer[index]?.metric ?? {}));
  const series = kept.map((index, at): Series => {
    const points = (answer[index]?.points ?? []).map(([ms, value]): Point => [
      ms,
      Number.isFinite(value) ? value : null,
    ]);
    return { name: names[index] ?? '', points, color: colors[at] ?? indexedColor(at) };
  });
  return { series, total: answer.length };
}

function largest(answer: readonly RangeSeries[]): number[] {
  const order = answer.map((_, index) => index);
  if (order.length <= MOST_SERIES) return order;
  const last = (index: number): number => answer[index]?.points.at(-1)?.[1] ?? -Infinity;
  return order
    .sort((a, b) => last(b) - last(a))
    .slice(0, MOST_SERIES)
    .sort((a, b) => a - b);
}

/** The same series as they were `shiftMs` ago, dashed, laid over the present ones and in their colours. */
export function asBefore(now: readonly Series[], before: readonly Series[], shiftMs: number, word: string): Series[] {
  const colors = new Map(now.map(({ name, color }) => [name, color]));
  return before.map((one, index) => ({
    name: `${one.name} (${word})`,
    color: colors.get(one.name) ?? indexedColor(index),
    dashed: true,
    points: one.points.map(([ms, value]): Point => [ms + shiftMs, value]),
  }));
}
