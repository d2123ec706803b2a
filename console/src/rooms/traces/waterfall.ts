/** What the waterfall shows: which rows, which part of the time, and what the keys do to them; no DOM. */
import type { Span, Trace } from './trace';

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

export type Rows = { readonly spans: readonly Span[]; readonly matches: number };

/** The rows to show: what is not folded away, and with words to find only the matches and what leads to them. */
export function visibleRows(trace: Trace, folded: ReadonlySet<string>, find: string): Rows {
  const kept = new Set<number>();
  let matches = 0;
  if (find.trim() !== '') {
    for (const span of trace.spans) {
      if (!spanMatches(span, find)) continue;
      matches++;
      for (let at: number | null = span.index; at !== null && !kept.has(at); at = trace.spans[at]?.parent ?? null) {
        kept.add(at);
      }
    }
  }
  const rows: Span[] = [];
  for (let at = 0; at < trace.spans.length; at++) {
    const span = trace.spans[at];
    if (span === undefined || (find.trim() !== '' && !kept.has(at))) continue;
    rows.push(span);
    if (folded.has(span.id)) at += span.below;
  }
  return { spans: rows, matches };
}

/** Where a stretch of time lies in the view, in per cent of its width; null when outside. Cut at the edges. */
export function place(
  fromMs: number,
  toMs: number,
  durationMs: number,
  view: View,
): { left: number; width: number } | null {
  const whole = Math.max(durationMs, 1e-9);
  const width = view.to - view.from;
  const left = (fromMs / whole - view.from) / width;
  const right = (toMs / whole - view.from) / width;
  if (right < 0 || left > 1) return null;
  const cut = Math.max(0, left);
  return { left: cut * 100, width: (Math.min(1, right) - cut) * 100 };
}

/** Which span ids are folded after folding everything at `depth` and below it. */
export function foldedAt(trace: Trace, depth: number): ReadonlySet<string> {
  return new Set(trace.spans.filter((span) => span.depth === depth && span.below > 0).map((span) => span.id));
}

/** `selected` moves the cursor; `open` opens the drawer of that span. */
export type Step = {
  readonly selected?: string;
  readonly open?: string;
  readonly folded?: ReadonlySet<string>;
  readonly view?: View;
};

/** What a key does; null when it is none of the waterfall's. */
export function step(
  key: string,
  rows: readonly Span[],
  selected: string | undefined,
  folded: ReadonlySet<string>,
  view: View,
): Step | null {
  const at = rows.findIndex((span) => span.id === selected);
  const row = rows[at];
  const select = (index: number): Step => {
    const target = rows[Math.max(0, Math.min(rows.length - 1, index))];
    return target === undefined ? {} : { selected: target.id };
  };
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return select(at + 1);
    case 'ArrowUp':
    case 'k':
      return select(at < 0 ? 0 : at - 1);
    case 'Enter':
      return row === undefined ? {} : { open: row.id };
    case 'Home':
      return select(0);
    case 'End':
      return select(rows.length - 1);
    case 'PageDown':
      return select(at + 20);
    case 'PageUp':
      return select(at - 20);
    case 'n': {
      const next = [...rows.slice(at + 1), ...rows.slice(0, at + 1)].find((span) => span.failed);
      return next === undefined ? {} : { selected: next.id };
    }
    case 'ArrowLeft':
      if (row === undefined) return {};
      if (row.below > 0 && !folded.has(row.id)) return { folded: new Set([...folded, row.id]) };
      return select(rows.findIndex((span) => span.index === row.parent));
    case 'ArrowRight':
      if (row === undefined) return {};
      if (folded.has(row.id)) return { folded: new Set([...folded].filter((id) => id !== row.id)) };
      return row.below > 0 ? select(at + 1) : {};
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
