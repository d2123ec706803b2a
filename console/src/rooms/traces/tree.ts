/** The tree of a trace: order, depth, self time, critical path; no DOM. Deep traces are walked without recursion. */
import type { RawSpan, Span } from './trace';

/**
 * Depth first, siblings by start. A span whose parent was not recorded stands at the top and is marked; of spans with the
 * same id the first one is the parent of the others' children; parents in a circle are cut at the earliest span.
 */
export function orderSpans(raw: readonly RawSpan[]): Span[] {
  const byId = new Map<string, number>();
  raw.forEach((span, at) => {
    if (!byId.has(span.id)) byId.set(span.id, at);
  });
  const parents = raw.map((span, at) => {
    const parent = span.parentId === null ? undefined : byId.get(span.parentId);
    return parent === undefined || parent === at ? null : parent;
  });
  cutCircles(raw, parents);
  const children: number[][] = raw.map(() => []);
  const roots: number[] = [];
  parents.forEach((parent, at) => (parent === null ? roots : (children[parent] ?? [])).push(at));
  const earlier = (a: number, b: number): number => (raw[a]?.startMs ?? 0) - (raw[b]?.startMs ?? 0) || a - b;
  for (const siblings of [roots, ...children]) siblings.sort(earlier);
  return numbered(raw, roots, children, parents);
}

function cutCircles(raw: readonly RawSpan[], parents: (number | null)[]): void {
  const settled = new Set<number>();
  for (let start = 0; start < raw.length; start++) {
    const path: number[] = [];
    const onPath = new Set<number>();
    let at: number | null = start;
    while (at !== null && !settled.has(at) && !onPath.has(at)) {
      path.push(at);
      onPath.add(at);
      at = parents[at] ?? null;
    }
    if (at !== null && onPath.has(at)) {
      const circle = path.slice(path.indexOf(at));
      const first = circle.reduce((a, b) => ((raw[b]?.startMs ?? 0) < (raw[a]?.startMs ?? 0) ? b : a));
      parents[first] = null;
    }
    for (const one of path) settled.add(one);
  }
}

function numbered(
  raw: readonly RawSpan[],
  roots: readonly number[],
  children: readonly (readonly number[])[],
  parents: readonly (number | null)[],
): Span[] {
  const order: number[] = [];
  const depth = new Map<number, number>();
  const position = new Map<number, number>();
  const open = [...roots].reverse();
  while (open.length > 0) {
    const at = open.pop() ?? 0;
    const parent = parents[at] ?? null;
    depth.set(at, parent === null ? 0 : (depth.get(parent) ?? 0) + 1);
    position.set(at, order.length);
    order.push(at);
    for (const child of [...(children[at] ?? [])].reverse()) open.push(child);
  }
  const below = new Map<number, number>();
  for (const at of [...order].reverse()) {
    below.set(
      at,
      (children[at] ?? []).reduce((sum, child) => sum + 1 + (below.get(child) ?? 0), 0),
    );
  }
  return order.flatMap((at, index): Span[] => {
    const span = raw[at];
    if (span === undefined) return [];
    const own = children[at] ?? [];
    const parent = parents[at] ?? null;
    return [
      {
        ...span,
        index,
        depth: depth.get(at) ?? 0,
        parent: parent === null ? null : (position.get(parent) ?? null),
        children: own.map((child) => position.get(child) ?? 0),
        below: below.get(at) ?? 0,
        orphan: parent === null && span.parentId !== null,
        selfMs: selfTime(
          span,
          own.flatMap((child) => raw[child] ?? []),
        ),
      },
    ];
  });
}

/** The span's duration less the union of its children, each cut to the span. */
export function selfTime(span: RawSpan, children: readonly RawSpan[]): number {
  const end = span.startMs + span.durationMs;
  let covered = 0;
  let reached = span.startMs;
  for (const child of [...children].sort((a, b) => a.startMs - b.startMs)) {
    const from = Math.max(reached, child.startMs);
    const to = Math.min(end, child.startMs + child.durationMs);
    if (to > from) covered += to - from;
    reached = Math.max(reached, to);
  }
  return Math.max(0, span.durationMs - covered);
}

export type Stretch = { readonly index: number; readonly fromMs: number; readonly toMs: number };

/**
 * The stretches that decided how long the trace took, earliest first: from the root's end backwards, always into the
 * child that finished last before that point. Children that outlive their parent count only up to its end.
 */
export function criticalPath(spans: readonly Span[]): Stretch[] {
  const root = spans.reduce<Span | undefined>((longest, span) => {
    if (span.depth > 0) return longest;
    return longest === undefined || span.durationMs > longest.durationMs ? span : longest;
  }, undefined);
  if (root === undefined) return [];
  const path: Stretch[] = [];
  // Each entry goes back from `until` through the children of one span that are not yet passed.
  type Walk = { readonly span: Span; readonly from: number; until: number; readonly ending: Span[] };
  const walk = (span: Span, from: number, until: number): Walk => ({
    span,
    from: Math.max(from, span.startMs),
    until,
    // Popped from the end: latest finisher first.
    ending: span.children.flatMap((at) => spans[at] ?? []).sort((a, b) => endOf(a) - endOf(b) || a.index - b.index),
  });
  const open: Walk[] = [walk(root, root.startMs, endOf(root))];
  const limit = endOf(root);
  while (open.length > 0) {
    const top = open[open.length - 1];
    if (top === undefined) break;
    const child = top.ending.pop();
    if (child === undefined) {
      if (top.until > top.from) path.push({ index: top.span.index, fromMs: top.from, toMs: top.until });
      open.pop();
      continue;
    }
    const end = Math.min(endOf(child), endOf(top.span), limit);
    if (end > top.until || end <= top.from || child.startMs >= end) continue;
    if (top.until > end) path.push({ index: top.span.index, fromMs: end, toMs: top.until });
    top.until = Math.max(child.startMs, top.from);
    open.push(walk(child, top.from, end));
  }
  return path.reverse();
}

/** How much of the critical path each service holds, largest first; the shares add up to one. */
export function criticalShares(
  spans: readonly Span[],
  path: readonly Stretch[],
): { readonly service: string; readonly ms: number; readonly share: number }[] {
  const held = new Map<string, number>();
  for (const { index, fromMs, toMs } of path) {
    const service = spans[index]?.service ?? '';
    held.set(service, (held.get(service) ?? 0) + toMs - fromMs);
  }
  const whole = [...held.values()].reduce((sum, ms) => sum + ms, 0);
  return [...held]
    .map(([service, ms]) => ({ service, ms, share: whole <= 0 ? 0 : ms / whole }))
    .sort((a, b) => b.ms - a.ms || a.service.localeCompare(b.service));
}

function endOf(span: RawSpan): number {
  return span.startMs + span.durationMs;
}
