/** Jaeger's query API, as the server speaks it under `/jaeger`. */
import { apiGet, apiPost, ApiError } from '@/api/client';
import { asObject, type Decoder, defaulted, list, nullable, number, object, string, time } from '@/api/decode';
import { nanosToMillis, type Millis } from '@/lib/units';
import { readTrace, type Trace } from './trace';

const BASE = '/jaeger';

const nanos: Decoder<Millis> = (value, path) =>
  nanosToMillis(typeof value === 'number' ? String(value) : string(value, path));

const serviceShare = object({ name: string, spanCount: defaulted(number, 0), errorSpanCount: defaulted(number, 0) });
const summaryShape = object({
  traceId: string,
  rootServiceName: defaulted(string, ''),
  rootOperationName: defaulted(string, ''),
  minStartTimeUnixNano: nanos,
  maxEndTimeUnixNano: nanos,
  spanCount: defaulted(number, 0),
  errorSpanCount: defaulted(number, 0),
  orphanSpanCount: defaulted(number, 0),
  services: defaulted(list(serviceShare), []),
});

export type TraceSummary = {
  readonly id: string;
  readonly service: string;
  readonly operation: string;
  readonly startMs: number;
  readonly seconds: number;
  readonly spans: number;
  readonly errors: number;
  readonly orphans: number;
  readonly services: readonly { readonly name: string; readonly spanCount: number; readonly errorSpanCount: number }[];
};

export const summary: Decoder<TraceSummary> = (value, path) => {
  const read = summaryShape(value, path);
  return {
    id: read.traceId,
    service: read.rootServiceName,
    operation: read.rootOperationName,
    startMs: read.minStartTimeUnixNano,
    seconds: Math.max(0, read.maxEndTimeUnixNano - read.minStartTimeUnixNano) / 1000,
    spans: read.spanCount,
    errors: read.errorSpanCount,
    orphans: read.orphanSpanCount,
    services: [...read.services].sort((a, b) => b.spanCount - a.spanCount),
  };
};

export type SummaryQuery = Readonly<Record<string, string>>;

export async function fetchSummaries(params: SummaryQuery, signal?: AbortSignal): Promise<TraceSummary[]> {
  const answer = object({ summaries: defaulted(list(summary), []) });
  return (await apiGet(`${BASE}/api/v3/trace-summaries`, answer, { params, signal })).summaries;
}

export async function fetchServices(signal?: AbortSignal): Promise<string[]> {
  const answer = object({ services: defaulted(list(string), []) });
  return (await apiGet(`${BASE}/api/v3/services`, answer, { signal })).services.sort();
}

const operationName: Decoder<string> = (value, path) =>
  typeof value === 'string' ? value : string(asObject(value, path)['name'], `${path}.name`);

export async function fetchOperations(service: string, signal?: AbortSignal): Promise<string[]> {
  const answer = object({ operations: defaulted(list(operationName), []) });
  const { operations } = await apiGet(`${BASE}/api/v3/operations`, answer, { params: { service }, signal });
  return [...new Set(operations)].sort();
}

/** Where a trace is read from, as Jaeger's JSON. */
export function traceUrl(id: string): string {
  return `${BASE}/api/traces/${encodeURIComponent(id)}`;
}

/** Keeps a trace past the retention of the others. */
export async function archiveTrace(id: string): Promise<void> {
  await apiPost(`${BASE}/api/archive/${encodeURIComponent(id)}`, {}, () => undefined);
}

/** The whole trace; null when the server knows no trace of this id. */
export async function fetchTrace(id: string, signal?: AbortSignal): Promise<Trace | null> {
  const answer = object({ data: defaulted(list(readTrace), []) });
  try {
    const { data } = await apiGet(traceUrl(id), answer, { signal });
    return data.find((trace) => trace.spans.length > 0) ?? null;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

const MOST_IDS = 40;

/** Several traces whole; those that the server no longer has are left out. */
export async function fetchTraces(ids: readonly string[], signal?: AbortSignal): Promise<Trace[]> {
  const answer = object({ data: defaulted(list(readTrace), []) });
  const found: Trace[] = [];
  for (let at = 0; at < ids.length; at += MOST_IDS) {
    const params = { traceID: ids.slice(at, at + MOST_IDS) };
    found.push(...(await apiGet(`${BASE}/api/traces`, answer, { params, signal })).data);
  }
  return found.filter(({ spans }) => spans.length > 0);
}

const dependency = object({
  parent: string,
  child: string,
  callCount: defaulted(number, 0),
  errorCount: defaulted(number, 0),
});
export type Dependency = ReturnType<typeof dependency>;

export async function fetchDependencies(fromMs: number, toMs: number, signal?: AbortSignal): Promise<Dependency[]> {
  const params = { endTs: Math.round(toMs), lookback: Math.round(toMs - fromMs) };
  const answer = object({ data: defaulted(list(dependency), []) });
  return (await apiGet(`${BASE}/api/dependencies`, answer, { params, signal })).data;
}

const logLine = object({
  id: string,
  timestamp: time,
  level: defaulted(string, 'info'),
  message: string,
  spanId: nullable(string),
});
export type TraceLogLine = ReturnType<typeof logLine>;

/** The log lines of a trace, earliest first. */
export async function fetchTraceLogs(
  traceId: string,
  range: { readonly fromMs: number; readonly toMs: number },
  signal?: AbortSignal,
): Promise<TraceLogLine[]> {
  const params = { q: `traceId:"${traceId}"`, from: Math.floor(range.fromMs), to: Math.ceil(range.toMs), limit: 500 };
  const answer = object({ entries: list(logLine) });
  return (await apiGet('/api/logs', answer, { params, signal })).entries.sort((a, b) => a.timestamp - b.timestamp);
}
