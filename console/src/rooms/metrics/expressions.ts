/** Text around PromQL: where an error points, which queries suit a metric, what its exemplars and buckets are; no DOM. */
import type { ExemplarSeries, Labels, RangeSeries } from '@/api/prometheus';
import type { BucketSeries } from '@/charts/heatmap';
import type { Exemplar } from '@/charts/PlotMarks';
import type { Point } from '@/charts/seriesData';

export type ErrorPlace = { readonly line: string; readonly column: number; readonly reason: string };

/** Where `1:5: parse error: …` points to in the expression; null when the message names no place. */
export function errorPlace(message: string, expression: string): ErrorPlace | null {
  const match = /(\d+):(\d+): (?:parse error: )?([\s\S]*)$/.exec(message);
  if (match === null) return null;
  const line = expression.split('\n')[Number(match[1]) - 1];
  if (line === undefined) return null;
  return { line, column: Math.max(0, Math.min(line.length, Number(match[2]) - 1)), reason: match[3] ?? '' };
}

export type Matchers = readonly { readonly label: string; readonly value: string }[];

/** `name{a="b"}`; names that PromQL's grammar does not take bare go in quotes. */
export function selector(name: string, matchers: Matchers): string {
  const plain = /^[a-zA-Z_:][\w:]*$/.test(name);
  const pairs = matchers.map(
    ({ label, value }) => `${/^[a-zA-Z_]\w*$/.test(label) ? label : JSON.stringify(label)}=${JSON.stringify(value)}`,
  );
  if (!plain) return `{${[JSON.stringify(name), ...pairs].join(', ')}}`;
  return pairs.length === 0 ? name : `${name}{${pairs.join(', ')}}`;
}

const SUFFIX = /_(bucket|sum|count|total|created)$/;

/** The metadata of a metric, also when it is known under the name of its family. */
export function metadataOf<T>(all: Readonly<Record<string, readonly T[]>>, name: string): T | undefined {
  return (all[name] ?? all[name.replace(SUFFIX, '')])?.[0];
}

/** Queries that a person would ask of such a metric, the most useful first. */
export function suggestedQueries(name: string, type: string, matchers: Matchers, by: string | undefined): string[] {
  const grouped = (labels: readonly string[]): string => (labels.length === 0 ? '' : ` by (${labels.join(', ')})`);
  const split = by === undefined ? [] : [by];
  const family = name.replace(/_(bucket|sum|count)$/, '');
  if (type === 'histogram' || name.endsWith('_bucket')) {
    const buckets = selector(`${family}_bucket`, matchers);
    const rated = (suffix: string): string => `sum${grouped(split)} (rate(${selector(family + suffix, matchers)}[5m]))`;
    return [
      `histogram_quantile(0.95, sum${grouped(['le', ...split])} (rate(${buckets}[5m])))`,
      `${rated('_sum')} / ${rated('_count')}`,
      rated('_count'),
      `sum by (le) (rate(${buckets}[5m]))`,
    ];
  }
  const plain = selector(name, matchers);
  if (type === 'counter' || name.endsWith('_total') || /_(count|sum)$/.test(name)) {
    return [`sum${grouped(split)} (rate(${plain}[5m]))`, `sum${grouped(split)} (increase(${plain}[1h]))`, plain];
  }
  return split.length === 0
    ? [plain, `sum(${plain})`, `max(${plain})`]
    : [`sum${grouped(split)} (${plain})`, `max${grouped(split)} (${plain})`, plain];
}

const TRACE_LABELS = ['trace_id', 'traceID', 'traceId'];
const MOST_EXEMPLARS = 100;

/** The slowest exemplars that name a trace. */
export function toExemplars(all: readonly ExemplarSeries[]): Exemplar[] {
  const found = all.flatMap(({ exemplars }) =>
    exemplars.flatMap(({ labels, value, timestamp }): Exemplar[] => {
      const id = traceIdOf(labels);
      const number = Number(value);
      return id === undefined || !Number.isFinite(number) ? [] : [{ at: timestamp * 1000, value: number, id }];
    }),
  );
  const once = new Map(found.map((one) => [`${one.id} ${one.at} ${one.value}`, one]));
  return [...once.values()].sort((a, b) => b.value - a.value).slice(0, MOST_EXEMPLARS);
}

function traceIdOf(labels: Labels): string | undefined {
  return TRACE_LABELS.map((name) => labels[name]).find((id) => id !== undefined && id !== '');
}

/** The answer as histogram buckets when every series has its own `le`; null otherwise. */
export function toBuckets(answer: readonly RangeSeries[]): BucketSeries[] | null {
  if (answer.length < 2) return null;
  const bounds = answer.map(({ metric }) => (metric['le'] === '+Inf' ? Infinity : Number(metric['le'] ?? NaN)));
  if (bounds.some(Number.isNaN) || new Set(bounds).size !== bounds.length) return null;
  return answer.map(({ points }, at) => ({
    le: bounds[at] ?? NaN,
    points: points.map(([ms, value]): Point => [ms, Number.isFinite(value) ? value : null]),
  }));
}

/** The range on whole steps, so that points keep their places from refresh to refresh. */
export function aligned(fromMs: number, toMs: number, stepSeconds: number): { fromMs: number; toMs: number } {
  const step = stepSeconds * 1000;
  const from = Math.floor(fromMs / step) * step;
  return { fromMs: from, toMs: Math.max(from + step, Math.floor(toMs / step) * step) };
}
