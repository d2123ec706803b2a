/** The trace search: what the URL holds, and what the query API is asked. */
import { parseDuration } from '@/lib/units';
import type { ScatterBox } from '@/charts/Scatter';
import type { Dot } from '@/charts/scatter';
import type { TraceSummary } from './api';

export type TraceSearch = {
  readonly service: string;
  readonly operation: string;
  /** `key=value` pairs, values in quotes where they hold spaces. */
  readonly tags: string;
  readonly minDuration: string;
  readonly maxDuration: string;
  readonly errors: boolean;
  readonly limit: number;
};

export const LIMITS = [20, 100, 500, 1000] as const;
export const DEFAULT_LIMIT = 100;

type Read = { get(name: string): string | undefined };

export function readSearch(url: Read): TraceSearch {
  const limit = Number(url.get('limit'));
  const errors = url.get('errors');
  return {
    service: url.get('service') ?? '',
    operation: url.get('operation') ?? '',
    tags: url.get('tags') ?? '',
    minDuration: url.get('minDuration') ?? '',
    maxDuration: url.get('maxDuration') ?? '',
    errors: errors === 'true' || errors === '1',
    limit: Number.isInteger(limit) && limit > 0 && limit <= 1000 ? limit : DEFAULT_LIMIT,
  };
}

export function searchToUrl(search: TraceSearch): Record<string, string | undefined> {
  const given = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());
  return {
    service: given(search.service),
    operation: given(search.operation),
    tags: given(search.tags),
    minDuration: given(search.minDuration),
    maxDuration: given(search.maxDuration),
    errors: search.errors ? 'true' : undefined,
    limit: search.limit === DEFAULT_LIMIT ? undefined : String(search.limit),
  };
}

/** Reads `http.method=POST error=true msg="two words"`; null when a part has no `=`. */
export function parseTags(text: string): Record<string, string> | null {
  const tags: Record<string, string> = {};
  const part = /\s*([^\s="]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))(?=\s|$)/y;
  const trimmed = text.trim();
  while (part.lastIndex < trimmed.length) {
    const match = part.exec(trimmed);
    if (match === null) return null;
    tags[match[1] ?? ''] = match[2] === undefined ? (match[3] ?? '') : match[2].replace(/\\(.)/g, '$1');
  }
  return tags;
}

/** One pair as `parseTags` reads it. */
export function tagText(key: string, value: string): string {
  return `${key}=${/[\s"\\]/.test(value) || value === '' ? JSON.stringify(value) : value}`;
}

export type FieldName = 'tags' | 'minDuration' | 'maxDuration';

/** Which fields cannot be read. */
export function badFields(search: TraceSearch): ReadonlySet<FieldName> {
  const bad = new Set<FieldName>();
  if (parseTags(search.tags) === null) bad.add('tags');
  for (const name of ['minDuration', 'maxDuration'] as const) {
    if (search[name].trim() !== '' && parseDuration(search[name]) === null) bad.add(name);
  }
  return bad;
}

/** The parameters of `trace-summaries`. Fields that cannot be read are left out. */
export function summaryParams(search: TraceSearch, fromMs: number, toMs: number): Record<string, string> {
  const params: Record<string, string> = {
    'query.start_time_min': new Date(fromMs).toISOString(),
    'query.start_time_max': new Date(toMs).toISOString(),
    'query.num_traces': String(search.limit),
  };
  if (search.service !== '') params['query.service_name'] = search.service;
  if (search.operation !== '') params['query.operation_name'] = search.operation;
  const duration = (text: string): string | null => {
    const seconds = parseDuration(text);
    return seconds === null ? null : `${Number((seconds * 1e6).toFixed(3))}us`;
  };
  const [least, most] = [duration(search.minDuration), duration(search.maxDuration)];
  if (least !== null) params['query.duration_min'] = least;
  if (most !== null) params['query.duration_max'] = most;
  const attributes = { ...parseTags(search.tags), ...(search.errors ? { error: 'true' } : {}) };
  if (Object.keys(attributes).length > 0) params['query.attributes'] = JSON.stringify(attributes);
  return params;
}

export const ORDERS = ['recent', 'longest', 'errors', 'spans'] as const;
export type SortOrder = (typeof ORDERS)[number];

export function sortSummaries(found: readonly TraceSummary[], order: SortOrder): TraceSummary[] {
  const by: Record<SortOrder, (one: TraceSummary) => number> = {
    recent: (one) => one.startMs,
    longest: (one) => one.seconds,
    errors: (one) => one.errors,
    spans: (one) => one.spans,
  };
  const key = by[order];
  return [...found].sort((a, b) => key(b) - key(a));
}

/** The duration that `share` of the traces do not exceed; null without traces. */
export function percentile(found: readonly TraceSummary[], share: number): number | null {
  const durations = found.map(({ seconds }) => seconds).sort((a, b) => a - b);
  return durations[Math.max(0, Math.ceil(share * durations.length) - 1)] ?? null;
}

export function toDots(found: readonly TraceSummary[]): Dot[] {
  return found.map((one) => ({
    id: one.id,
    at: one.startMs,
    seconds: one.seconds,
    weight: one.spans,
    failed: one.errors > 0,
    label: `${one.service} ${one.operation}`.trim(),
  }));
}

/** A box drawn among the dots, as the time range and the durations of the search. */
export function boxToUrl({ time, seconds }: ScatterBox): Record<string, string> {
  const text = (value: number): string => `${Number((value * 1000).toPrecision(3))}ms`;
  return {
    ...(time === null ? {} : { from: String(time.fromMs), to: String(Math.max(time.toMs, time.fromMs + 1000)) }),
    ...(seconds === null ? {} : { minDuration: text(seconds.least), maxDuration: text(seconds.most) }),
  };
}

/** Whether the text is a trace id: 16 or 32 hexadecimal digits. */
export function isTraceId(text: string): boolean {
  return /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/i.test(text.trim());
}
