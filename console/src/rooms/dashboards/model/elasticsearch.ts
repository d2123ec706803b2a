/** Queries of Grafana's Elasticsearch source: lines, or figures over time; as a search and back as frames. */
import type { RangeSeries } from '@/api/prometheus';
import { figure, text, tree, trees, type Tree } from './json';
import type { Frame } from './frame';
import type { Range } from './resolve';

const MOST_LINES = 500;

export const wantsLines = (target: Tree): boolean =>
  trees(target['metrics']).some(({ type }) => type === 'logs' || type === 'raw_data' || type === 'raw_document');

type Level = { readonly name: string; readonly type: string; readonly field: string; readonly settings: Tree };

function levels(target: Tree): Level[] {
  const all = trees(target['bucketAggs']).map((one, index) => ({
    name: text(one['id'], String(index + 2)),
    type: text(one['type']),
    field: text(one['field'], '@timestamp'),
    settings: tree(one['settings']),
  }));
  return all.length === 0 ? [{ name: '2', type: 'date_histogram', field: '@timestamp', settings: {} }] : all;
}

/** The body of `_search`. `query` is the target's Lucene query with its variables filled in. */
export function searchBody(target: Tree, query: string, range: Range, stepSeconds: number): Tree {
  const filter: Tree[] = [{ range: { '@timestamp': { gte: Math.round(range.fromMs), lte: Math.round(range.toMs), format: 'epoch_millis' } } }];
  if (query.trim() !== '' && query.trim() !== '*') filter.push({ query_string: { query, analyze_wildcard: true } });
  const asked = { query: { bool: { filter } } };
  if (wantsLines(target)) {
    return { ...asked, size: MOST_LINES, sort: [{ '@timestamp': { order: 'desc' } }] };
  }
  const metrics = trees(target['metrics'])
    .filter(({ type }) => text(type) !== 'count' && text(type) !== '')
    .map((one) => [text(one['id'], '1'), { [text(one['type'])]: { field: text(one['field']), ...tree(one['settings']) } }]);
  const inner = metrics.length === 0 ? {} : { aggs: Object.fromEntries(metrics) as Tree };
  return { ...asked, size: 0, ...levels(target).reduceRight<Tree>((below, level) => ({ aggs: { [level.name]: { ...aggregation(level, stepSeconds), ...below } } }), inner) };
}

function aggregation({ type, field, settings }: Level, stepSeconds: number): Tree {
  if (type === 'date_histogram') {
    const interval = text(settings['interval'], 'auto');
    return { date_histogram: { field, fixed_interval: interval === 'auto' ? `${stepSeconds}s` : interval, min_doc_count: 0 } };
  }
  if (type === 'terms') return { terms: { field, size: figure(settings['size']) || 10 } };
  return { [type]: { field, ...settings } };
}

/** The lines of an answer: time, text and every other field that some line has at its top. */
export function lineFrame(refId: string, answer: unknown): Frame {
  const sources = trees(tree(tree(answer)['hits'])['hits']).map((hit) => tree(hit['_source']));
  const names = [...new Set(sources.flatMap(Object.keys))].filter((name) => name !== '@timestamp' && name !== 'message');
  return {
    refId,
    name: '',
    fields: [
      { name: 'Time', type: 'time', labels: {}, values: sources.map((source) => Date.parse(text(source['@timestamp']))) },
      { name: 'Line', type: 'string', labels: {}, values: sources.map((source) => text(source['message'])) },
      ...names.map((name) => ({ name, type: 'string' as const, labels: {}, values: sources.map((source) => cell(source[name])) })),
    ],
  };
}

const cell = (value: unknown): string | null =>
  value === undefined || value === null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** The figures of an answer as series, one for each metric of each group. */
export function figureSeries(target: Tree, answer: unknown): RangeSeries[] {
  const series = new Map<string, RangeSeries>();
  const metrics = trees(target['metrics']);
  const asked = metrics.length === 0 ? [{ id: '1', type: 'count' } as Tree] : metrics;
  const walk = (node: Tree, [level, ...below]: readonly Level[], labels: Readonly<Record<string, string>>, ms: number): void => {
    if (level === undefined) {
      for (const metric of asked) {
        const type = text(metric['type'], 'count');
        const named = asked.length > 1 ? { ...labels, metric: type === 'count' ? type : `${type} ${text(metric['field'])}` } : labels;
        const key = JSON.stringify(named);
        const one = series.get(key) ?? { metric: named, points: [] };
        series.set(key, one);
        one.points.push([ms, figure(type === 'count' ? node['doc_count'] : tree(node[text(metric['id'], '1')])['value']) ?? NaN]);
      }
      return;
    }
    for (const bucket of trees(tree(tree(node['aggregations'] ?? node)[level.name])['buckets'])) {
      const time = level.type === 'date_histogram';
      walk(bucket, below, time ? labels : { ...labels, [level.field]: text(bucket['key_as_string']) || text(bucket['key']) }, time ? (figure(bucket['key']) ?? 0) : ms);
    }
  };
  walk(tree(answer), levels(target), {}, 0);
  return [...series.values()];
}
