/** Queries that suit a metric; no DOM. */
import type { Family } from './catalog';

export type Matchers = readonly { readonly label: string; readonly value: string }[];
export type Suggestion = { readonly query: string; readonly view: 'graph' | 'heatmap' };

/** `name{a="b"}`; names that PromQL's grammar does not take bare go in quotes. */
export function selector(name: string, matchers: Matchers): string {
  const plain = /^[a-zA-Z_:][\w:]*$/.test(name);
  const pairs = matchers.map(
    ({ label, value }) => `${/^[a-zA-Z_]\w*$/.test(label) ? label : JSON.stringify(label)}=${JSON.stringify(value)}`,
  );
  if (!plain) return `{${[JSON.stringify(name), ...pairs].join(', ')}}`;
  return pairs.length === 0 ? name : `${name}{${pairs.join(', ')}}`;
}

const grouped = (labels: readonly string[]): string => (labels.length === 0 ? '' : ` by (${labels.join(', ')})`);
const graph = (query: string): Suggestion => ({ query, view: 'graph' });

/** Queries that a person would ask of such a metric, the most useful first; `by` splits them by a label. */
export function suggestedQueries(family: Family, matchers: Matchers, by: string | undefined): Suggestion[] {
  const { name, type } = family;
  const split = by === undefined ? [] : [by];
  if (type === 'histogram') return histogramQueries(family, matchers, split);
  if (type === 'summary') {
    const rated = (suffix: string): string => `sum${grouped(split)} (rate(${selector(name + suffix, matchers)}[5m]))`;
    return [graph(`${rated('_sum')} / ${rated('_count')}`), graph(rated('_count'))];
  }
  const plain = selector(name, matchers);
  if (type === 'counter' || /_(total|count|sum)$/.test(name)) {
    return [`sum${grouped(split)} (rate(${plain}[5m]))`, `sum${grouped(split)} (increase(${plain}[1h]))`, plain].map(graph);
  }
  const all = split.length === 0 ? [plain, `sum(${plain})`, `max(${plain})`] : [`sum${grouped(split)} (${plain})`, `max${grouped(split)} (${plain})`, plain];
  return all.map(graph);
}

const QUANTILES = ['0.5', '0.95', '0.99'];

function histogramQueries({ name, members }: Family, matchers: Matchers, split: readonly string[]): Suggestion[] {
  // A native histogram is one metric that holds its buckets; a classic one has a metric for them.
  const native = members.includes(name);
  const rated = native
    ? `sum${grouped(split)} (rate(${selector(name, matchers)}[5m]))`
    : `sum${grouped(['le', ...split])} (rate(${selector(`${name}_bucket`, matchers)}[5m]))`;
  const part = (suffix: string): string => `sum${grouped(split)} (rate(${selector(name + suffix, matchers)}[5m]))`;
  const [sum, count] = native ? [`histogram_sum(${rated})`, `histogram_count(${rated})`] : [part('_sum'), part('_count')];
  const quantile = (q: string): string => `histogram_quantile(${q}, ${rated})`;
  const several = QUANTILES.map((q) => `label_replace(${quantile(q)}, "quantile", "${q}", "", "")`).join('\nor ');
  const heat = native ? `sum(rate(${selector(name, matchers)}[5m]))` : `sum by (le) (rate(${selector(`${name}_bucket`, matchers)}[5m]))`;
  const all: Suggestion[] = [
    split.length === 0 ? graph(several) : graph(quantile('0.95')),
    { query: heat, view: 'heatmap' },
    graph(quantile('0.95')),
    graph(`${sum} / ${count}`),
    graph(count),
  ];
  return all.filter((one, at) => all.findIndex(({ query }) => query === one.query) === at);
}

/** What a click on the metric asks: rates of counters, quantiles and the heatmap of histograms, gauges as they are. */
export function defaultQueries(family: Family, matchers: Matchers = []): Suggestion[] {
  return suggestedQueries(family, matchers, undefined).slice(0, family.type === 'histogram' ? 2 : 1);
}

/** One line that tells how the metric moves, for a sparkline `stepSeconds` apart. */
export function sparklineQuery(family: Family, stepSeconds: number): string {
  const window = `${Math.max(300, Math.ceil(stepSeconds * 2))}s`;
  const rate = (name: string): string => `sum(rate(${selector(name, [])}[${window}]))`;
  if (family.type === 'histogram' && family.members.includes(family.name)) return `histogram_count(${rate(family.name)})`;
  if (family.type === 'histogram' || family.type === 'summary') return rate(`${family.name}_count`);
  if (family.type === 'counter' || family.name.endsWith('_total')) return rate(family.name);
  return `avg(${selector(family.name, [])})`;
}
