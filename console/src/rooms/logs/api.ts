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
const facet = object({ value: string, count: number });
const pageShape = object({
  entries: list(logRow),
  total: defaulted(number, 0),
  totalExact: defaulted(boolean, true),
  histogram: defaulted(object({ intervalMillis: number, buckets: list(bucket) }), {
    intervalMillis: 60_000,
    buckets: [],
  }),
  facets: defaulted(record(list(facet)), {}),
  next: nullable(string),
  tookMillis: defaulted(number, 0),
});
export type LogPage = ReturnType<typeof pageShape>;
export type FacetValue = ReturnType<typeof facet>;

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

export const PAGE_SIZE = 200;

export function fetchLogs(query: LogQuery, before: string | null, signal?: AbortSignal): Promise<LogPage> {
  const params = { ...logParams(query), limit: PAGE_SIZE, before };
  return apiGet('/api/logs', pageShape, { params, signal });
}

/** The lines around one, earliest first, the line itself among them. */
export async function fetchContext(id: string, around: number, signal?: AbortSignal): Promise<LogRow[]> {
  const params = { id, before: around, after: around };
  return (await apiGet('/api/logs/context', object({ entries: list(logRow) }), { params, signal })).entries;
}

/** Where new lines that match are streamed from. */
export function tailUrl(q: string, levels: readonly string[], services: readonly string[]): string {
  const { from: _from, to: _to, ...params } = logParams({ q, levels, services, fromMs: 0, toMs: 0 });
  return withParams('/api/logs/tail', params);
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
export type PatternOrder = 'count' | 'new';

/** The patterns with lines in a range; levels and services narrow them, words of a query do not. */
export function fetchPatterns(
  query: Omit<LogQuery, 'q'>,
  sort: PatternOrder,
  signal?: AbortSignal,
): Promise<LogPatternPage> {
  const params = { ...logParams({ ...query, q: '' }), sort, limit: 200, points: 48 };
  return apiGet('/api/logs/patterns', patternsShape, { params, signal });
}
