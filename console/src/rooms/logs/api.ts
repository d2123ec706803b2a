/** The server's own log resources: search, surrounding lines, live tail. */
import { apiGet, withParams } from '@/api/client';
import {
  asObject,
  boolean,
  type Decoder,
  defaulted,
  list,
  nullable,
  number,
  object,
  record,
  string,
  time,
  unknown,
} from '@/api/decode';

const errorShape = object({
  name: defaulted(string, ''),
  message: defaulted(string, ''),
  stack: defaulted(string, ''),
});
const rowShape = object({
  id: string,
  timestamp: time,
  level: defaulted(string, 'info'),
  service: defaulted(string, ''),
  message: defaulted(string, ''),
  category: nullable(string),
  action: nullable(string),
  requestId: nullable(string),
  userId: nullable(string),
  traceId: nullable(string),
  spanId: nullable(string),
  durationMillis: nullable(number),
  error: nullable(errorShape),
  tags: defaulted(list(string), []),
  data: defaulted(record(unknown), {}),
});

/** `raw` is the line as the server sent it: what is downloaded and shown as JSON. */
export type LogRow = ReturnType<typeof rowShape> & { readonly raw: Readonly<Record<string, unknown>> };

export const logRow: Decoder<LogRow> = (value, path) => ({ ...rowShape(value, path), raw: asObject(value, path) });

const bucket = object({ t: number, counts: defaulted(record(number), {}) });
const facetValue = object({ value: string, count: number });
const pageShape = object({ entries: list(logRow), next: nullable(string), tookMillis: defaulted(number, 0) });
export type LogPage = ReturnType<typeof pageShape>;
export type FacetValue = ReturnType<typeof facetValue>;

export type LogQuery = {
  readonly q: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly levels: readonly string[];
  readonly services: readonly string[];
};

export function logParams(query: LogQuery): Record<string, string | number | undefined> {
  const joined = (values: readonly string[]): string | undefined =>
    values.length === 0 ? undefined : values.join(',');
  return {
    q: query.q.trim() === '' ? undefined : query.q.trim(),
    from: Math.floor(query.fromMs),
    to: Math.ceil(query.toMs),
    level: joined(query.levels),
    service: joined(query.services),
  };
}

export type PageAsked = {
  readonly before: string | null;
  readonly order: 'newest' | 'oldest';
  readonly sort: string;
  readonly limit: number;
};

/** One page of lines; what they count to is asked for apart, so that lines need not wait for it. */
export function fetchLogs(query: LogQuery, page: PageAsked, signal?: AbortSignal): Promise<LogPage> {
  const order = page.order === 'newest' ? undefined : page.order;
  const sort = page.sort === '' ? undefined : page.sort;
  const params = { ...logParams(query), limit: page.limit, before: page.before, order, sort, counts: false };
  return apiGet('/api/logs', pageShape, { params, signal });
}

const countsShape = object({ total: number, intervalMillis: number, buckets: list(bucket) });
export type LogCounts = ReturnType<typeof countsShape>;

/** How many lines over time by level. */
export function fetchHistogram(query: LogQuery, signal?: AbortSignal): Promise<LogCounts> {
  return apiGet('/api/logs/histogram', countsShape, { params: logParams(query), signal });
}

const facetsShape = object({
  total: number,
  facets: record(object({ values: list(facetValue), other: defaulted(number, 0) })),
});
export type LogFacets = ReturnType<typeof facetsShape>['facets'];

/** The commonest values of fields, with exact counts. */
export async function fetchFacets(
  query: LogQuery,
  fields: readonly string[],
  size: number,
  signal?: AbortSignal,
): Promise<LogFacets> {
  const params = { ...logParams(query), fields: fields.join(','), size };
  return (await apiGet('/api/logs/facets', facetsShape, { params, signal })).facets;
}

const fieldShape = object({
  name: string,
  type: defaulted(string, 'keyword'),
  percent: defaulted(number, 0),
  top: defaulted(list(facetValue), []),
});
export type LogField = ReturnType<typeof fieldShape>;

/** The fields of the newest lines, commonest first. */
export async function fetchFields(query: LogQuery, signal?: AbortSignal): Promise<LogField[]> {
  return (await apiGet('/api/logs/fields', object({ fields: list(fieldShape) }), { params: logParams(query), signal })).fields;
}

const completionShape = object({ completions: list(object({ text: string, count: defaulted(number, 0) })) });

/** Values of a field that hold `text`, likely ones first. */
export async function fetchValues(
  query: LogQuery,
  field: string,
  text: string,
  signal?: AbortSignal,
): Promise<FacetValue[]> {
  const params = { ...logParams(query), field, text: text === '' ? undefined : text };
  const { completions } = await apiGet('/api/logs/complete', completionShape, { params, signal });
  return completions.map(({ text: value, count }) => ({ value, count }));
}

export type ExportForm = 'ndjson' | 'csv';

/** Where the whole result is streamed from. */
export function exportUrl(query: LogQuery, format: ExportForm, columns: readonly string[]): string {
  const named = format === 'csv' && columns.length > 0 ? columns.join(',') : undefined;
  return withParams('/api/logs/export', { ...logParams(query), format, columns: named });
}

/** The lines around one, earliest first, the line itself among them. */
export async function fetchContext(
  id: string,
  around: number,
  same: string = 'service',
  signal?: AbortSignal,
): Promise<LogRow[]> {
  const params = { id, before: around, after: around, same: same === 'service' ? undefined : same };
  return (await apiGet('/api/logs/context', object({ entries: list(logRow) }), { params, signal })).entries;
}

/** Where new lines that match are streamed from, at most `rate` a second. */
export function tailUrl(query: Omit<LogQuery, 'fromMs' | 'toMs'>, rate: number): string {
  const { from: _from, to: _to, ...params } = logParams({ ...query, fromMs: 0, toMs: 0 });
  return withParams('/api/logs/tail', { ...params, rate });
}

const patternShape = object({
  id: string,
  formerIds: defaulted(list(string), []),
  service: defaulted(string, ''),
  level: defaulted(string, 'info'),
  template: string,
  example: defaulted(string, ''),
  count: number,
  total: number,
  firstSeen: time,
  lastSeen: time,
  new: defaulted(boolean, false),
  trend: defaulted(list(number), []),
});
const patternsShape = object({ patterns: list(patternShape), total: number, since: time });

/** Lines that say the same with other values; `template` has `<*>` where they differ. */
export type LogPattern = ReturnType<typeof patternShape>;
export type LogPatternPage = ReturnType<typeof patternsShape>;

/** The patterns with lines in a range; levels and services narrow them, words of a query do not. */
export function fetchPatterns(
  query: Omit<LogQuery, 'q'>,
  sort: 'count' | 'new',
  limit: number,
  signal?: AbortSignal,
): Promise<LogPatternPage> {
  const params = { ...logParams({ ...query, q: '' }), sort, limit, points: 48 };
  return apiGet('/api/logs/patterns', patternsShape, { params, signal });
}
