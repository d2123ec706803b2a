/** Which operations cost a trace its time: spans added up by what they do; no DOM. */
import { statementOf, type Span, type Trace } from './trace';

export const GROUPS = ['operation', 'service', 'statement'] as const;
export type Group = (typeof GROUPS)[number];

export type Cost = {
  readonly key: string;
  readonly service: string;
  /** The operation or the statement; empty when services are added up. */
  readonly name: string;
  readonly count: number;
  readonly failed: number;
  readonly totalMs: number;
  readonly selfMs: number;
  readonly meanMs: number;
  readonly longestMs: number;
  /** The span that took longest. */
  readonly longest: string;
};

export const COLUMNS = ['self', 'total', 'count', 'mean', 'longest', 'failed'] as const;
export type Column = (typeof COLUMNS)[number];

const BY: Record<Column, (cost: Cost) => number> = {
  self: (cost) => cost.selfMs,
  total: (cost) => cost.totalMs,
  count: (cost) => cost.count,
  mean: (cost) => cost.meanMs,
  longest: (cost) => cost.longestMs,
  failed: (cost) => cost.failed,
};

/** One row a group, the largest of `column` first. Spans without a statement have no row among statements. */
export function costs(trace: Trace, group: Group, column: Column): Cost[] {
  const found = new Map<string, { -readonly [key in keyof Cost]: Cost[key] }>();
  for (const span of trace.spans) {
    const name = nameOf(span, group);
    if (name === null) continue;
    const key = `${span.service}\u0000${name}`;
    let cost = found.get(key);
    if (cost === undefined) {
      const none = { count: 0, failed: 0, totalMs: 0, selfMs: 0, meanMs: 0, longestMs: -1, longest: '' };
      cost = { key, service: span.service, name, ...none };
      found.set(key, cost);
    }
    cost.count++;
    if (span.failed) cost.failed++;
    cost.totalMs += span.durationMs;
    cost.selfMs += span.selfMs;
    cost.meanMs = cost.totalMs / cost.count;
    if (span.durationMs > cost.longestMs) {
      cost.longestMs = span.durationMs;
      cost.longest = span.id;
    }
  }
  const by = BY[column];
  return [...found.values()].sort((a, b) => by(b) - by(a) || b.totalMs - a.totalMs || a.key.localeCompare(b.key));
}

function nameOf(span: Span, group: Group): string | null {
  switch (group) {
    case 'operation':
      return span.operation;
    case 'service':
      return '';
    case 'statement':
      return statementOf(span);
  }
}
