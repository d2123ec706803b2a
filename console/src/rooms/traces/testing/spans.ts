/** Spans and traces for tests. */
import type { RawSpan, Trace } from '@/rooms/traces/trace';
import { orderSpans } from '@/rooms/traces/tree';

export function span(
  id: string,
  parentId: string | null,
  startMs: number,
  durationMs: number,
  extra: Partial<RawSpan> = {},
): RawSpan {
  return {
    id,
    parentId,
    service: 'shop',
    operation: `op-${id}`,
    startMs,
    durationMs,
    failed: false,
    tags: [],
    processTags: [],
    events: [],
    links: [],
    warnings: [],
    ...extra,
  };
}

export function traceOf(raw: readonly RawSpan[], id = 't', startMs = 0): Trace {
  const durationMs = raw.reduce((latest, one) => Math.max(latest, one.startMs + one.durationMs), 0);
  return { id, startMs, durationMs, spans: orderSpans(raw) };
}
