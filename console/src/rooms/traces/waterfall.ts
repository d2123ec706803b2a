/** What the waterfall shows: which rows, which part of the time, and what the keys do to them; no DOM. */
import { isFolded, toggled, toLevels, type Folding } from './folding';
import type { Span, Trace } from './trace';
import type { Stretch } from './tree';

/** The visible part of the trace, as shares of its duration. */
export type View = { readonly from: number; readonly to: number };

export const WHOLE: View = { from: 0, to: 1 };
const NARROWEST = 1e-4;

/** Keeps a view inside the trace and not narrower than a ten-thousandth of it. */
export function clampView(view: View): View {
  const width = Math.min(1, Math.max(NARROWEST, view.to - view.from));
  const from = Math.max(0, Math.min(1 - width, view.from));
  return { from, to: from + width };
}

/** Zooms around `center`, a share of the view; a factor under 1 comes closer. */
export function zoomView(view: View, factor: number, center = 0.5): View {
  const width = view.to - view.from;
  const next = Math.min(1, Math.max(NARROWEST, width * factor));
  const at = view.from + width * center;
  return clampView({ from: at - next * center, to: at - next * center + next });
}

/** Moves by a share of the view. */
export function panView(view: View, share: number): View {
  const by = (view.to - view.from) * share;
  return clampView({ from: view.from + by, to: view.to + by });
}

/** `12.5-40` in per cent, as the URL has it; nothing for the whole. */
export function formatView(view: View): string | undefined {
  if (view.from <= 0 && view.to >= 1) return undefined;
  const percent = (share: number): string => String(Number((share * 100).toFixed(3)));
  return `${percent(view.from)}-${percent(view.to)}`;
}

export function parseView(text: string | undefined): View {
  const match = /^(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/.exec(text ?? '');
  if (match === null) return WHOLE;
  const [from, to] = [Number(match[1]) / 100, Number(match[2]) / 100];
  return from < to && to <= 1 ? clampView({ from, to }) : WHOLE;
}

/** Whether a span's name, service, tags or id hold the words, in any case. */
export function spanMatches(span: Span, find: string): boolean {
  const wanted = find.trim().toLowerCase();
  if (wanted === '') return true;
  const holds = (text: string): boolean => text.toLowerCase().includes(wanted);
  if (wanted === 'error' && span.failed) return true;
  if (holds(span.operation) || holds(span.service) || span.id === wanted) return true;
  return span.tags.some(({ key, value }) => holds(key) || holds(value) || holds(`${key}=${value}`));
}

/** `hits`: which spans hold the words that are looked for; null when none are. */
export type Rows = { readonly spans: readonly Span[]; readonly hits: ReadonlySet<number> | null };

/**
 * The rows to show: what is not folded away; with words to find, or with `only` some spans, those and what leads to them,
 * folded or not.
 */
export function visibleRows(trace: Trace, folding: Folding, find: string, only: ReadonlySet<number> | null): Rows {
  const wanted = find.trim();
  const hits = wanted === '' ? null : new Set<number>();
  if (hits === null && only === null) return { spans: unfolded(trace, folding), hits };
  const kept = new Set<number>();
  for (const span of trace.spans) {
    if (only !== null && !only.has(span.index)) continue;
    if (hits !== null) {
      if (!spanMatches(span, wanted)) continue;
      hits.add(span.index);
    }
    for (let at: number | null = span.index; at !== null && !kept.has(at); at = trace.spans[at]?.parent ?? null) {
      kept.add(at);
    }
  }
  return { spans: trace.spans.filter(({ index }) => kept.has(index)), hits };
}

function unfolded(trace: Trace, folding: Folding): Span[] {
  const rows: Span[] = [];
  for (let at = 0; at < trace.spans.length; at++) {
    const span = trace.spans[at];
    if (span === undefined) continue;
    rows.push(span);
    if (isFolded(folding, span)) at += span.below;
  }
  return rows;
}

/** Where a stretch of time lies in the view, in per cent of its width; null when outside. Cut at the edges. */
export function place(fromMs: number, toMs: number, durationMs: number, view: View): Part | null {
  const whole = Math.max(durationMs, 1e-9);
  const width = view.to - view.from;
  const left = (fromMs / whole - view.from) / width;
  const right = (toMs / whole - view.from) / width;
  if (right < 0 || left > 1) return null;
  const cut = Math.max(0, left);
  return { left: cut * 100, width: (Math.min(1, right) - cut) * 100 };
}

export type Part = { readonly left: number; readonly width: number };

const CLOSEST = 0.1;

/** Where a span's stretches of the critical path are drawn; those too close to be told apart are one. */
export function criticalParts(stretches: readonly Stretch[], durationMs: number, view: View): Part[] {
  const parts: Part[] = [];
  for (const { fromMs, toMs } of stretches) {
    const part = place(fromMs, toMs, durationMs, view);
    if (part === null) continue;
    const before = parts.at(-1);
    if (before !== undefined && part.left - before.left - before.width < CLOSEST) {
      parts[parts.length - 1] = { left: before.left, width: part.left + part.width - before.left };
    } else parts.push(part);
  }
  return parts;
}

/** `selected` moves the cursor; `open` opens the drawer of that span. */
export type Step = {
  readonly selected?: string;
  readonly open?: string;
  readonly folding?: Folding;
  readonly view?: View;
};

/** What a key does; null when it is none of the waterfall's. */
export function step(key: string, rows: Rows, selected: string | undefined, folding: Folding, view: View): Step | null {
  if (/^[1-9]$/.test(key)) return { folding: toLevels(Number(key)) };
  return moved(key, rows, selected) ?? folded(key, rows.spans, selected, folding) ?? zoomed(key, view);
}

function select(rows: readonly Span[], index: number): Step {
  const target = rows[Math.max(0, Math.min(rows.length - 1, index))];
  return target === undefined ? {} : { selected: target.id };
}

function moved(key: string, { spans, hits }: Rows, selected: string | undefined): Step | null {
  const at = spans.findIndex((span) => span.id === selected);
  const row = spans[at];
  // Of interest are the words found, or else what failed.
  const found = (span: Span): boolean => (hits === null ? span.failed : hits.has(span.index));
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return select(spans, at + 1);
    case 'ArrowUp':
    case 'k':
      return select(spans, at < 0 ? 0 : at - 1);
    case 'Enter':
      return row === undefined ? {} : { open: row.id };
    case 'Home':
      return select(spans, 0);
    case 'End':
      return select(spans, spans.length - 1);
    case 'PageDown':
      return select(spans, at + 20);
    case 'PageUp':
      return select(spans, at - 20);
    case 'n': {
      const next = [...spans.slice(at + 1), ...spans.slice(0, at + 1)].find(found);
      return next === undefined ? {} : { selected: next.id };
    }
    case 'N': {
      const before = Math.max(0, at);
      const next = [...spans.slice(before), ...spans.slice(0, before)].findLast(found);
      return next === undefined ? {} : { selected: next.id };
    }
    default:
      return null;
  }
}

function folded(key: string, rows: readonly Span[], selected: string | undefined, folding: Folding): Step | null {
  if (key === '*') return { folding: toLevels(null) };
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null;
  const at = rows.findIndex((span) => span.id === selected);
  const row = rows[at];
  if (row === undefined) return {};
  if (key === 'ArrowLeft') {
    if (row.below > 0 && !isFolded(folding, row)) return { folding: toggled(folding, row.id) };
    return select(
      rows,
      rows.findIndex((span) => span.index === row.parent),
    );
  }
  if (isFolded(folding, row)) return { folding: toggled(folding, row.id) };
  return row.below > 0 ? select(rows, at + 1) : {};
}

function zoomed(key: string, view: View): Step | null {
  switch (key) {
    case '+':
    case '=':
      return { view: zoomView(view, 0.5) };
    case '-':
      return { view: zoomView(view, 2) };
    case '[':
      return { view: panView(view, -0.25) };
    case ']':
      return { view: panView(view, 0.25) };
    case '0':
      return { view: WHOLE };
    default:
      return null;
  }
}

export type MinimapLine = { readonly left: number; readonly width: number; readonly top: number; readonly span: Span };

/** Every span as a line over the whole trace; past `most` rows only the longest of each row remain. */
export function minimap(trace: Trace, height: number, most: number): MinimapLine[] {
  const count = trace.spans.length;
  const rows = Math.max(1, Math.min(count, most));
  const whole = Math.max(trace.durationMs, 1e-9);
  const longest = new Map<number, Span>();
  for (const span of trace.spans) {
    const row = Math.floor((span.index * rows) / Math.max(1, count));
    const before = longest.get(row);
    if (before === undefined || span.durationMs > before.durationMs) longest.set(row, span);
  }
  return [...longest].map(([row, span]) => ({
    left: (span.startMs / whole) * 100,
    width: Math.max(0.2, (span.durationMs / whole) * 100),
    top: (row * height) / rows,
    span,
  }));
}
