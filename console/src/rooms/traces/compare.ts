/** Two traces side by side: what only one of them did, and what took longer or shorter; no DOM. */
import { frames, type Frame } from './flame';
import type { Trace } from './trace';

export const CHANGES = ['added', 'missing', 'slower', 'faster', 'same'] as const;
export type Change = (typeof CHANGES)[number];

/** The same service and operation under the same callers, in both traces. */
export type Difference = {
  readonly key: string;
  readonly depth: number;
  readonly service: string;
  readonly operation: string;
  /** What the first trace has; null where it has none. */
  readonly a: Frame | null;
  readonly b: Frame | null;
  readonly change: Change;
  /** How much longer its spans took in the second trace, added up. */
  readonly totalMs: number;
  /** The part of it that no child explains. */
  readonly selfMs: number;
  /** Whether it, or anything below it, is not the same. */
  readonly differs: boolean;
};

/** Less than a tenth, or less than a hundredth of the longer trace, is the same. */
const SMALLEST_RATIO = 0.1;
const SMALLEST_SHARE = 0.01;

type Pair = { readonly a: Frame | null; readonly b: Frame | null; readonly key: string };

/** In the order of the tree; among siblings the largest difference first. */
export function compare(a: Trace, b: Trace): Difference[] {
  const [left, right] = [childrenOf(frames(a)), childrenOf(frames(b))];
  const least = Math.max(a.durationMs, b.durationMs) * SMALLEST_SHARE;
  const found: { -readonly [key in keyof Difference]: Difference[key] }[] = [];
  const above: (number | null)[] = [];
  const open: { pair: Pair; parent: number | null }[] = [];
  const push = (parent: number | null, pair: Pair): void => {
    const pairs = pairsOf(left(pair.a), right(pair.b), pair.key);
    for (const next of pairs.sort((x, y) => Math.abs(totalOf(x)) - Math.abs(totalOf(y)))) open.push({ pair: next, parent });
  };
  push(null, { a: left.root, b: right.root, key: '' });
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { pair, parent } = next;
    const frame = pair.a ?? pair.b;
    if (frame === null) continue;
    const change = changeOf(pair, least);
    above.push(parent);
    push(found.length, pair);
    found.push({
      key: pair.key,
      depth: frame.depth - 1,
      service: frame.service,
      operation: frame.operation,
      a: pair.a,
      b: pair.b,
      change,
      totalMs: totalOf(pair),
      selfMs: (pair.b?.selfMs ?? 0) - (pair.a?.selfMs ?? 0),
      differs: change !== 'same',
    });
  }
  for (let at = found.length - 1; at >= 0; at--) {
    const parent = found[above[at] ?? -1];
    if (parent !== undefined && found[at]?.differs === true) parent.differs = true;
  }
  return found;
}

type Children = { (frame: Frame | null): readonly Frame[]; readonly root: Frame | null };

function childrenOf(all: readonly Frame[]): Children {
  const below = new Map<number, Frame[]>();
  for (const frame of all) {
    if (frame.parent === null) continue;
    const siblings = below.get(frame.parent);
    if (siblings === undefined) below.set(frame.parent, [frame]);
    else siblings.push(frame);
  }
  const children = (frame: Frame | null): readonly Frame[] => (frame === null ? [] : (below.get(frame.at) ?? []));
  return Object.assign(children, { root: all[0] ?? null });
}

function pairsOf(a: readonly Frame[], b: readonly Frame[], above: string): Pair[] {
  const name = (frame: Frame): string => `${above}\u0001${frame.service}\u0000${frame.operation}`;
  const left = new Map(a.map((frame) => [name(frame), frame]));
  const right = new Map(b.map((frame) => [name(frame), frame]));
  return [...new Set([...left.keys(), ...right.keys()])].map((key) => ({
    key,
    a: left.get(key) ?? null,
    b: right.get(key) ?? null,
  }));
}

function totalOf({ a, b }: Pair): number {
  return (b?.totalMs ?? 0) - (a?.totalMs ?? 0);
}

function changeOf(pair: Pair, least: number): Change {
  if (pair.a === null) return 'added';
  if (pair.b === null) return 'missing';
  const delta = totalOf(pair);
  const size = Math.abs(delta);
  if (size < least || size < SMALLEST_RATIO * Math.max(pair.a.totalMs, pair.b.totalMs)) return 'same';
  return delta > 0 ? 'slower' : 'faster';
}

/** What explains most of the difference: the largest changes of self time, in either direction. */
export function culprits(all: readonly Difference[], most: number): Difference[] {
  const largest = Math.max(0, ...all.map(({ selfMs }) => Math.abs(selfMs)));
  return all
    .filter(({ change, selfMs }) => change !== 'same' && Math.abs(selfMs) > largest * SMALLEST_SHARE)
    .toSorted((x, y) => Math.abs(y.selfMs) - Math.abs(x.selfMs))
    .slice(0, most);
}

export function countChanges(all: readonly Difference[]): Record<Change, number> {
  const counts: Record<Change, number> = { added: 0, missing: 0, slower: 0, faster: 0, same: 0 };
  for (const { change } of all) counts[change]++;
  return counts;
}
