/** A trace as a flame graph: spans of the same service and operation under the same callers are one frame; no DOM. */
import type { Trace } from './trace';

export type Frame = {
  /** Position in the list of frames; 0 is the whole trace. Parents come before their children. */
  readonly at: number;
  readonly parent: number | null;
  readonly depth: number;
  readonly service: string;
  readonly operation: string;
  readonly count: number;
  readonly failed: number;
  /** Time in which none of their children ran, added up. */
  readonly selfMs: number;
  /** Their durations, added up: more than the trace took where they ran at once. */
  readonly totalMs: number;
  /** `selfMs` with that of everything below: what the frame is as wide as. */
  readonly workMs: number;
  /** The longest of its spans. */
  readonly slowest: string;
  readonly slowestMs: number;
};

type Growing = { -readonly [key in keyof Frame]: Frame[key] };

/** The frames, each after its parent. Spans are walked once. */
export function frames(trace: Trace): Frame[] {
  const root: Growing = { ...empty(0, null, 0, '', ''), count: 1, totalMs: trace.durationMs };
  const found: Growing[] = [root];
  const below: Map<string, Growing>[] = [new Map()];
  const frameOf: Growing[] = [];
  for (const span of trace.spans) {
    const parent = (span.parent === null ? undefined : frameOf[span.parent]) ?? root;
    const siblings = below[parent.at] ?? new Map<string, Growing>();
    const key = `${span.service}\u0000${span.operation}`;
    let frame = siblings.get(key);
    if (frame === undefined) {
      frame = empty(found.length, parent.at, parent.depth + 1, span.service, span.operation);
      found.push(frame);
      below.push(new Map());
      siblings.set(key, frame);
    }
    frameOf.push(frame);
    frame.count++;
    if (span.failed) frame.failed++;
    frame.selfMs += span.selfMs;
    frame.totalMs += span.durationMs;
    if (frame.slowest === '' || span.durationMs > frame.slowestMs) {
      frame.slowest = span.id;
      frame.slowestMs = span.durationMs;
    }
  }
  for (const frame of found.toReversed()) {
    frame.workMs += frame.selfMs;
    const parent = frame.parent === null ? undefined : found[frame.parent];
    if (parent !== undefined) parent.workMs += frame.workMs;
  }
  return found;
}

function empty(at: number, parent: number | null, depth: number, service: string, operation: string): Growing {
  const none = { count: 0, failed: 0, selfMs: 0, totalMs: 0, workMs: 0, slowest: '', slowestMs: 0 };
  return { at, parent, depth, service, operation, ...none };
}

/** Where a frame lies, in per cent of the width; rows from the top. */
export type PlacedFrame = { readonly frame: Frame; readonly left: number; readonly width: number; readonly row: number };

/** Frames too narrow to be seen are left out and counted. */
export type FlameLayout = { readonly placed: readonly PlacedFrame[]; readonly rows: number; readonly hidden: number };

const NARROWEST = 0.08;

/** The frame `zoom` as wide as the graph, what leads to it above, what it called below, widest first. */
export function flameLayout(all: readonly Frame[], zoom: number): FlameLayout {
  const top = all[zoom] ?? all[0];
  if (top === undefined) return { placed: [], rows: 0, hidden: 0 };
  const placed: PlacedFrame[] = [];
  for (let up: Frame | undefined = top; up !== undefined; up = up.parent === null ? undefined : all[up.parent]) {
    placed.unshift({ frame: up, left: 0, width: 100, row: up.depth });
  }
  const children = new Map<number, Frame[]>();
  for (const frame of all) {
    if (frame.parent === null) continue;
    const siblings = children.get(frame.parent);
    if (siblings === undefined) children.set(frame.parent, [frame]);
    else siblings.push(frame);
  }
  const scale = top.workMs <= 0 ? 0 : 100 / top.workMs;
  let hidden = 0;
  const open: { frame: Frame; left: number }[] = [{ frame: top, left: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    let left = next.left;
    for (const frame of (children.get(next.frame.at) ?? []).toSorted((a, b) => b.workMs - a.workMs)) {
      const width = frame.workMs * scale;
      if (width < NARROWEST) {
        hidden++;
        continue;
      }
      placed.push({ frame, left, width, row: frame.depth });
      open.push({ frame, left });
      left += width;
    }
  }
  return { placed, rows: placed.reduce((most, { row }) => Math.max(most, row + 1), 0), hidden };
}

/** Service and operation hold the words, in any case. */
export function frameMatches(frame: Frame, find: string): boolean {
  const wanted = find.trim().toLowerCase();
  return wanted !== '' && `${frame.service} ${frame.operation}`.toLowerCase().includes(wanted);
}
