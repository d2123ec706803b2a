/** What a trace says at first sight: where its errors began, what was done over and over, what it waited for; no DOM. */
import { statementOf, type Span, type Trace } from './trace';
import type { Stretch } from './tree';

export type Finding =
  /** The first span that failed without one below it having failed; `others` began errors too. */
  | { readonly kind: 'origin'; readonly span: Span; readonly message: string; readonly others: number }
  /** Calls of one kind by one span, one after the other or at once. */
  | { readonly kind: 'repeated'; readonly span: Span; readonly by: Span; readonly count: number; readonly totalMs: number }
  /** The span that holds most of the critical path. */
  | { readonly kind: 'heaviest'; readonly span: Span; readonly share: number };

const LEAST_REPEATS = 10;
const LEAST_SHARE = 0.3;

export function findings(trace: Trace, path: readonly Stretch[]): Finding[] {
  return [origin(trace), repeated(trace), heaviest(trace, path)].filter((found) => found !== null);
}

function origin(trace: Trace): Finding | null {
  // Spans come after their parents, so that from the end everything below is known.
  const failedBelow = new Set<number>();
  const origins: Span[] = [];
  for (const span of trace.spans.toReversed()) {
    const failed = span.failed || failedBelow.has(span.index);
    if (span.failed && !failedBelow.has(span.index)) origins.push(span);
    if (failed && span.parent !== null) failedBelow.add(span.parent);
  }
  const first = origins.toSorted((a, b) => a.startMs - b.startMs || a.index - b.index)[0];
  return first === undefined ? null : { kind: 'origin', span: first, message: messageOf(first), others: origins.length - 1 };
}

const MESSAGES = ['otel.status_description', 'exception.message', 'error.message'];

/** What a failed span says of its failure; empty when it says nothing. */
export function messageOf(span: Span): string {
  const all = [...span.tags, ...span.events.flatMap(({ fields }) => fields)];
  for (const name of MESSAGES) {
    const found = all.find(({ key, value }) => key === name && value !== '');
    if (found !== undefined) return found.value;
  }
  return '';
}

function repeated(trace: Trace): Finding | null {
  let most: (Finding & { kind: 'repeated' }) | null = null;
  for (const by of trace.spans) {
    if (by.children.length < LEAST_REPEATS) continue;
    const same = new Map<string, { span: Span; count: number; totalMs: number }>();
    for (const at of by.children) {
      const span = trace.spans[at];
      if (span === undefined) continue;
      const name = `${span.service}\u0000${statementOf(span) ?? span.operation}`;
      const found = same.get(name);
      if (found === undefined) same.set(name, { span, count: 1, totalMs: span.durationMs });
      else {
        found.count++;
        found.totalMs += span.durationMs;
      }
    }
    for (const found of same.values()) {
      if (found.count >= LEAST_REPEATS && (most === null || found.totalMs > most.totalMs)) most = { kind: 'repeated', by, ...found };
    }
  }
  return most;
}

function heaviest(trace: Trace, path: readonly Stretch[]): Finding | null {
  const held = new Map<number, number>();
  for (const { index, fromMs, toMs } of path) held.set(index, (held.get(index) ?? 0) + toMs - fromMs);
  const [index, ms] = [...held].reduce((most, one) => (one[1] > most[1] ? one : most), [-1, 0] as const);
  const span = trace.spans[index];
  const share = trace.durationMs <= 0 ? 0 : ms / trace.durationMs;
  return span === undefined || share < LEAST_SHARE ? null : { kind: 'heaviest', span, share };
}
