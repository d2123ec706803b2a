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

/** Drawn at most, also when all are asked for: beyond it a browser stands still. */
export const MOST_SERIES = 500;

export type Drawn = { readonly series: Series[]; readonly total: number };

/** What is drawn: the `most` series with the largest maximum, in the order of the answer. 0 is as many as can be. */
export function toSeries(answer: readonly RangeSeries[], expression: string, most = 0): Drawn {
  const lines = answer.filter(({ points, histograms }) => points.length > 0 || histograms === undefined);
  const names = seriesNames(
    lines.map(({ metric }) => metric),
    expression,
  );
  const kept = largest(lines, most === 0 ? MOST_SERIES : most);
  const colors = seriesColors(kept.map((index) => lines[index]?.metric ?? {}));
  const series = kept.map((index, at): Series => {
    const points = (lines[index]?.points ?? []).map(([ms, value]): Point => [ms, Number.isFinite(value) ? value : null]);
    return { name: names[index] ?? '', points, color: colors[at] ?? indexedColor(at) };
  });
  return { series, total: lines.length };
}

function largest(answer: readonly RangeSeries[], most: number): number[] {
  const order = answer.map((_, index) => index);
  if (order.length <= most) return order;
  const top = answer.map(({ points }) => {
    let max = -Infinity;
    for (const [, value] of points) if (value > max) max = value;
    return max;
  });
  return order
    .sort((a, b) => (top[b] ?? -Infinity) - (top[a] ?? -Infinity) || a - b)
    .slice(0, most)
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
