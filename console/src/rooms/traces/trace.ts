/** A trace as the pages need it: read from Jaeger's JSON, spans in the order of the tree, times in milliseconds. */
import { asObject, type Decoder, defaulted, list, number, object, record, string } from '@/api/decode';
import { microsToMillis } from '@/lib/units';
import { orderSpans } from './tree';

export type Tag = { readonly key: string; readonly value: string };
export type SpanEvent = { readonly atMs: number; readonly name: string; readonly fields: readonly Tag[] };

export type RawSpan = {
  readonly id: string;
  readonly parentId: string | null;
  readonly service: string;
  readonly operation: string;
  /** From the start of the trace. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly failed: boolean;
  readonly tags: readonly Tag[];
  readonly processTags: readonly Tag[];
  readonly events: readonly SpanEvent[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly warnings: readonly string[];
};

export type Span = RawSpan & {
  readonly depth: number;
  /** Position in `Trace.spans`. */
  readonly index: number;
  /** Indexes of the children, earliest first. */
  readonly children: readonly number[];
  readonly parent: number | null;
  /** How many spans hang below this one, at any depth; they follow it in `Trace.spans`. */
  readonly below: number;
  /** Its parent is not part of what was recorded. */
  readonly orphan: boolean;
  /** Time in which no child ran. */
  readonly selfMs: number;
};

export type Trace = {
  readonly id: string;
  /** Epoch milliseconds of the earliest start. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly spans: readonly Span[];
};

const tag: Decoder<Tag> = (value, path) => {
  const fields = asObject(value, path);
  const raw = fields['value'];
  return {
    key: string(fields['key'], `${path}.key`),
    value: typeof raw === 'string' ? raw : JSON.stringify(raw ?? null),
  };
};
const tags = defaulted(list(tag), []);

const reference = object({ refType: defaulted(string, 'CHILD_OF'), traceID: defaulted(string, ''), spanID: string });
const jaegerSpan = object({
  traceID: defaulted(string, ''),
  spanID: string,
  parentSpanID: defaulted(string, ''),
  operationName: defaulted(string, ''),
  references: defaulted(list(reference), []),
  startTime: number,
  duration: defaulted(number, 0),
  tags,
  logs: defaulted(list(object({ timestamp: number, fields: tags })), []),
  processID: defaulted(string, ''),
  process: defaulted(object({ serviceName: defaulted(string, ''), tags }), { serviceName: '', tags: [] }),
  warnings: defaulted(list(string), []),
});
const jaegerTrace = object({
  traceID: string,
  spans: defaulted(list(jaegerSpan), []),
  processes: defaulted(record(object({ serviceName: defaulted(string, ''), tags })), {}),
});

type JaegerSpan = ReturnType<typeof jaegerSpan>;

export const readTrace: Decoder<Trace> = (value, path) => {
  const read = jaegerTrace(value, path);
  const starts = read.spans.map((span) => span.startTime);
  const startMicros = starts.reduce((least, start) => Math.min(least, start), Infinity);
  const raw = read.spans.map((span) => {
    const process = read.processes[span.processID] ?? span.process;
    return rawSpan(span, read.traceID, startMicros, process);
  });
  const endMs = raw.reduce((latest, span) => Math.max(latest, span.startMs + span.durationMs), 0);
  return {
    id: read.traceID,
    startMs: Number.isFinite(startMicros) ? microsToMillis(startMicros) : 0,
    durationMs: endMs,
    spans: orderSpans(raw),
  };
};

function rawSpan(
  span: JaegerSpan,
  traceId: string,
  startMicros: number,
  process: { readonly serviceName: string; readonly tags: readonly Tag[] },
): RawSpan {
  const own = (ref: { readonly traceID: string }): boolean => ref.traceID === '' || ref.traceID === traceId;
  const parent =
    span.references.find((ref) => ref.refType === 'CHILD_OF' && own(ref)) ??
    span.references.find((ref) => ref.refType === 'FOLLOWS_FROM' && own(ref));
  return {
    id: span.spanID,
    parentId: parent?.spanID ?? (span.parentSpanID === '' ? null : span.parentSpanID),
    service: process.serviceName,
    operation: span.operationName,
    startMs: microsToMillis(span.startTime - startMicros),
    durationMs: microsToMillis(span.duration),
    failed: hasFailed(span.tags),
    tags: span.tags,
    processTags: process.tags,
    events: span.logs.map((log) => ({
      atMs: microsToMillis(log.timestamp - startMicros),
      name: log.fields.find(({ key }) => key === 'event' || key === 'message')?.value ?? '',
      fields: log.fields.filter(({ key }) => key !== 'event'),
    })),
    links: span.references
      .filter((ref) => ref !== parent)
      .map((ref) => ({ traceId: ref.traceID === '' ? traceId : ref.traceID, spanId: ref.spanID })),
    warnings: span.warnings,
  };
}

function hasFailed(all: readonly Tag[]): boolean {
  return all.some(
    ({ key, value }) =>
      (key === 'error' && value !== 'false') ||
      ((key === 'otel.status_code' || key === 'status.code') && value.toUpperCase() === 'ERROR'),
  );
}

const STATEMENTS = ['db.statement', 'db.query.text', 'sql.query'];

/** The statement that a database span ran, if it says so. */
export function statementOf(span: RawSpan): string | null {
  return span.tags.find(({ key }) => STATEMENTS.includes(key))?.value ?? null;
}

/** Services with their number of spans and of failed ones, busiest first. */
export function servicesOf(trace: Trace): { name: string; spans: number; failed: number }[] {
  const found = new Map<string, { name: string; spans: number; failed: number }>();
  for (const span of trace.spans) {
    const entry = found.get(span.service) ?? { name: span.service, spans: 0, failed: 0 };
    entry.spans++;
    if (span.failed) entry.failed++;
    found.set(span.service, entry);
  }
  return [...found.values()].sort((a, b) => b.spans - a.spans || a.name.localeCompare(b.name));
}
