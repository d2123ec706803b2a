/** What the slow traces of a search have in common that the others have not; no DOM. */
import type { TraceSummary } from './api';
import type { RawSpan, Trace } from './trace';

export const AGAINST = ['slow', 'failed'] as const;
/** Which traces are held against the rest: the slowest tenth, or those with an error. */
export type Against = (typeof AGAINST)[number];

export type Sample = {
  readonly odd: readonly TraceSummary[];
  readonly rest: readonly TraceSummary[];
  /** From how long on a trace counts as slow; null when errors decide. */
  readonly thresholdSeconds: number | null;
  /** How many traces the search found. */
  readonly of: number;
};

const MOST_ODD = 40;
const MOST_REST = 80;
const MOST_SPANS = 20_000;
const LEAST_ODD = 3;
const SLOW_SHARE = 0.1;

/**
 * Slow is what took `slowFrom` seconds, or the slowest tenth where that is not said. Whole traces are costly: at most 40 odd ones and
 * 80 of the rest are read, and 20,000 spans.
 */
export function sampleOf(found: readonly TraceSummary[], against: Against, slowFrom: number | null = null): Sample {
  const slowest = found.toSorted((a, b) => b.seconds - a.seconds);
  const count = Math.max(LEAST_ODD, Math.ceil(found.length * SLOW_SHARE));
  const tenth = slowest[Math.min(count, slowest.length) - 1]?.seconds ?? null;
  const threshold = against === 'slow' ? (slowFrom ?? tenth) : null;
  const isOdd = (one: TraceSummary): boolean => (threshold === null ? one.errors > 0 : one.seconds >= threshold);
  const budget = { spans: MOST_SPANS };
  const odd = affordable(spread(slowest.filter(isOdd), MOST_ODD), budget, MOST_SPANS / 2);
  const rest = affordable(
    spread(
      slowest.filter((one) => !isOdd(one)),
      MOST_REST,
    ),
    budget,
    0,
  );
  return { odd, rest, thresholdSeconds: threshold, of: found.length };
}

/** Every n-th, so that a sample is spread over all durations. */
function spread<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, at) => all[Math.floor((at * all.length) / most)]).filter((one) => one !== undefined);
}

function affordable(all: readonly TraceSummary[], budget: { spans: number }, reserve: number): TraceSummary[] {
  return all.filter(({ spans }) => {
    if (spans > budget.spans - reserve) return false;
    budget.spans -= spans;
    return true;
  });
}

/** An attribute's value, and in which share of both groups it is found. */
export type AttributeDifference = {
  /** Whose spans have it, where the difference is largest first. */
  readonly services: readonly string[];
  readonly key: string;
  readonly value: string;
  readonly odd: number;
  readonly rest: number;
};

const LEAST_SHARE = 0.2;
const LEAST_GAP = 0.15;
const LONGEST_VALUE = 200;

/**
 * What more of the odd traces have than of the rest, largest gap first. A value counts once a trace, and is named once
 * where several services have it.
 */
export function attributeDifferences(odd: readonly Trace[], rest: readonly Trace[], most: number): AttributeDifference[] {
  const [inOdd, inRest] = [shares(odd), shares(rest)];
  const gaps = [...inOdd]
    .map(([text, share]) => ({ text, odd: share, rest: inRest.get(text) ?? 0 }))
    .filter((one) => one.odd >= LEAST_SHARE && one.odd - one.rest >= LEAST_GAP)
    .sort((a, b) => b.odd - b.rest - (a.odd - a.rest) || a.text.localeCompare(b.text));
  const found = new Map<string, AttributeDifference>();
  for (const gap of gaps) {
    const [service = '', key = '', value = ''] = gap.text.split('\u0000');
    const pair = `${key}\u0000${value}`;
    const known = found.get(pair);
    if (known === undefined) found.set(pair, { services: [service], key, value, odd: gap.odd, rest: gap.rest });
    else found.set(pair, { ...known, services: [...known.services, service] });
  }
  return [...found.values()].slice(0, most);
}

/** The share of the traces that have each attribute; what only one trace has says nothing and is left out. */
function shares(traces: readonly Trace[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const trace of traces) {
    const own = new Set<string>();
    for (const span of trace.spans) for (const text of attributesOf(span)) own.add(text);
    for (const text of own) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  for (const [text, count] of counts) {
    if (count < 2) counts.delete(text);
    else counts.set(text, count / traces.length);
  }
  return counts;
}

function attributesOf(span: RawSpan): string[] {
  const all = [...span.tags, ...span.processTags].filter(({ value }) => value.length <= LONGEST_VALUE);
  return all.map(({ key, value }) => `${span.service}\u0000${key}\u0000${value}`);
}

/** The time that an operation itself takes in a trace of either group, on average. */
export type OperationDifference = {
  readonly service: string;
  readonly operation: string;
  readonly oddMs: number;
  readonly restMs: number;
};

/** Where the odd traces spend time that the rest do not, largest first. */
export function operationDifferences(odd: readonly Trace[], rest: readonly Trace[], most: number): OperationDifference[] {
  const [inOdd, inRest] = [selfTimes(odd), selfTimes(rest)];
  return [...inOdd]
    .map(([text, oddMs]) => {
      const [service = '', operation = ''] = text.split('\u0000');
      return { service, operation, oddMs, restMs: inRest.get(text) ?? 0 };
    })
    .filter(({ oddMs, restMs }) => oddMs - restMs > 0.05 * oddMs)
    .sort((a, b) => b.oddMs - b.restMs - (a.oddMs - a.restMs))
    .slice(0, most);
}

function selfTimes(traces: readonly Trace[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const trace of traces) {
    for (const { service, operation, selfMs } of trace.spans) {
      const text = `${service}\u0000${operation}`;
      sums.set(text, (sums.get(text) ?? 0) + selfMs / traces.length);
    }
  }
  return sums;
}
