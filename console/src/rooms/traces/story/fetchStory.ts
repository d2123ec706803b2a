/** Gathers a story: traces and lines by the id, then the lines of those traces, and what was told meanwhile. */
import { fetchNotifications } from '@/api/alerts';
import { apiGet } from '@/api/client';
import { asObject, type Decoder, defaulted, list, object, string, time } from '@/api/decode';
import { fetchSummaries, fetchTraces, type TraceSummary } from '@/rooms/traces/api';
import { isTraceId } from '@/rooms/traces/search';
import { logQuery, logQueryOfTraces, SPAN_KEYS, type Sources, type StoryLine } from './story';

export type Story = Sources & {
  /** There is more than was read. */
  readonly partial: boolean;
};

const MOST_LINES = 500;
const MOST_TRACES = 50;
/** So many traces are read whole, unless they are large. */
const MOST_WHOLE = 20;
const MOST_SPANS = 500;
const MOST_TOLD = 500;
/** Alerts are told of a while after what they are about. */
const TOLD_BEFORE_MS = 60_000;
const TOLD_AFTER_MS = 600_000;

const text = defaulted(string, '');
const free: Decoder<Record<string, unknown>> = (value, path) =>
  value === undefined || value === null ? {} : asObject(value, path);
const line: Decoder<StoryLine> = object({
  id: string,
  timestamp: time,
  level: defaulted(string, 'info'),
  service: text,
  message: text,
  category: text,
  action: text,
  requestId: text,
  traceId: text,
  data: free,
});

type Range = { readonly fromMs: number; readonly toMs: number };

async function lines(q: string, range: Range, signal: AbortSignal): Promise<StoryLine[]> {
  const params = { q, from: Math.floor(range.fromMs), to: Math.ceil(range.toMs), limit: MOST_LINES, counts: 'false' };
  return (await apiGet('/api/logs', object({ entries: list(line) }), { params, signal })).entries;
}

async function fieldNames(range: Range, signal: AbortSignal): Promise<string[]> {
  const params = { from: Math.floor(range.fromMs), to: Math.ceil(range.toMs) };
  const answer = object({ fields: list(object({ name: string })) });
  return (await apiGet('/api/logs/fields', answer, { params, signal })).fields.map(({ name }) => name);
}

function searchParams(range: Range, key: string, value: string): Record<string, string> {
  return {
    'query.start_time_min': new Date(range.fromMs).toISOString(),
    'query.start_time_max': new Date(range.toMs).toISOString(),
    'query.num_traces': String(MOST_TRACES),
    'query.attributes': JSON.stringify({ [key]: value }),
  };
}

async function tracesBy(id: string, range: Range, signal: AbortSignal): Promise<TraceSummary[]> {
  const found = await Promise.all(SPAN_KEYS.map((key) => fetchSummaries(searchParams(range, key, id), signal)));
  const byId = new Map(found.flat().map((one) => [one.id, one]));
  return [...byId.values()].sort((a, b) => b.startMs - a.startMs);
}

export async function fetchStory(id: string, range: Range, signal: AbortSignal): Promise<Story> {
  const [fields, summaries] = await Promise.all([fieldNames(range, signal), tracesBy(id, range, signal)]);
  const byId = await lines(logQuery(id, fields), range, signal);
  const named = isTraceId(id) ? [id.toLowerCase()] : [];
  const ids = [...new Set([...named, ...summaries.map((one) => one.id), ...byId.map((one) => one.traceId)])].filter(
    (one) => one !== '',
  );
  const large = new Set(summaries.filter(({ spans }) => spans > MOST_SPANS).map((one) => one.id));
  const whole = ids.filter((one) => !large.has(one)).slice(0, MOST_WHOLE);
  const [traces, ofTraces] = await Promise.all([
    fetchTraces(whole, signal),
    whole.length === 0 ? [] : lines(logQueryOfTraces(whole), range, signal),
  ]);
  const all = [...new Map([...byId, ...ofTraces].map((one) => [one.id, one])).values()];
  const times = [...all.map(({ timestamp }) => timestamp), ...summaries.map(({ startMs }) => startMs), ...traces.map(({ startMs }) => startMs)];
  return {
    summaries,
    traces,
    lines: all,
    notifications: times.length === 0 ? [] : await toldAround(times, signal),
    partial: byId.length >= MOST_LINES || ofTraces.length >= MOST_LINES || ids.length > whole.length + large.size,
  };
}

async function toldAround(times: readonly number[], signal: AbortSignal) {
  const near = (at: number): boolean => times.some((one) => at >= one - TOLD_BEFORE_MS && at <= one + TOLD_AFTER_MS);
  const told = await fetchNotifications({ limit: MOST_TOLD }, signal);
  return told.filter(({ state, at }) => state !== 'suppressed' && near(at));
}
