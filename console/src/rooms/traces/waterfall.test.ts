import { describe, expect, it } from 'vitest';
import type { RawSpan, Trace } from './trace';
import { orderSpans } from './tree';
import {
  clampView,
  foldedAt,
  formatView,
  minimap,
  panView,
  parseView,
  place,
  step,
  visibleRows,
  WHOLE,
  zoomView,
} from './waterfall';

function span(
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

const trace: Trace = {
  id: 't',
  startMs: 0,
  durationMs: 100,
  spans: orderSpans([
    span('root', null, 0, 100),
    span('a', 'root', 0, 50),
    span('a1', 'a', 10, 20, { tags: [{ key: 'db.system', value: 'MySQL' }] }),
    span('b', 'root', 50, 50, { failed: true }),
  ]),
};
const NONE: ReadonlySet<string> = new Set();
const shown = (folded: ReadonlySet<string>, find = ''): string[] =>
  visibleRows(trace, folded, find).spans.map(({ id }) => id);

describe('visibleRows', () => {
  it('hides what is folded away', () => {
    expect(shown(NONE)).toEqual(['root', 'a', 'a1', 'b']);
    expect(shown(new Set(['a']))).toEqual(['root', 'a', 'b']);
    expect(shown(new Set(['root', 'a']))).toEqual(['root']);
  });

  it('keeps matches and what leads to them', () => {
    expect(shown(NONE, 'mysql')).toEqual(['root', 'a', 'a1']);
    expect(shown(NONE, 'db.system=MySQL')).toEqual(['root', 'a', 'a1']);
    expect(visibleRows(trace, NONE, 'error').matches).toBe(1);
    expect(shown(NONE, 'nothing')).toEqual([]);
  });

  it('folds by depth', () => {
    expect([...foldedAt(trace, 1)]).toEqual(['a']);
    expect([...foldedAt(trace, 0)]).toEqual(['root']);
  });
});

describe('view', () => {
  it('never leaves the trace', () => {
    for (const view of [
      panView(WHOLE, 1),
      panView({ from: 0.9, to: 1 }, 5),
      zoomView({ from: 0, to: 0.1 }, 100),
      clampView({ from: -3, to: 9 }),
    ]) {
      expect(view.from).toBeGreaterThanOrEqual(0);
      expect(view.to).toBeLessThanOrEqual(1 + 1e-12);
      expect(view.to).toBeGreaterThan(view.from);
    }
  });

  it('zooms around the pointer', () => {
    expect(zoomView(WHOLE, 0.5, 0)).toEqual({ from: 0, to: 0.5 });
    expect(zoomView(WHOLE, 0.5, 1)).toEqual({ from: 0.5, to: 1 });
  });

  it('survives the URL', () => {
    expect(formatView(WHOLE)).toBeUndefined();
    expect(formatView({ from: 0.125, to: 0.4 })).toBe('12.5-40');
    expect(parseView('12.5-40')).toEqual({ from: 0.125, to: 0.4 });
    for (const bad of [undefined, '', '40-12', 'a-b', '0-900']) expect(parseView(bad)).toEqual(WHOLE);
  });

  it('places what is inside and cuts what sticks out', () => {
    expect(place(0, 50, 100, WHOLE)).toEqual({ left: 0, width: 50 });
    expect(place(0, 50, 100, { from: 0.25, to: 0.75 })).toEqual({ left: 0, width: 50 });
    expect(place(0, 10, 100, { from: 0.5, to: 1 })).toBeNull();
    expect(place(0, 0, 0, WHOLE)?.width).toBe(0);
  });
});

describe('keys', () => {
  const rows = trace.spans;
  const press = (key: string, selected?: string, folded = NONE) => step(key, rows, selected, folded, WHOLE);

  it('walk the rows and stop at the ends', () => {
    expect(press('ArrowDown')).toEqual({ selected: 'root' });
    expect(press('j', 'root')).toEqual({ selected: 'a' });
    expect(press('ArrowDown', 'b')).toEqual({ selected: 'b' });
    expect(press('End', 'root')).toEqual({ selected: 'b' });
    expect(press('n', 'root')).toEqual({ selected: 'b' });
  });

  it('open the span under the cursor', () => {
    expect(press('Enter', 'a1')).toEqual({ open: 'a1' });
    expect(press('Enter')).toEqual({});
  });

  it('fold, unfold, and go to the parent', () => {
    expect(press('ArrowLeft', 'a')).toEqual({ folded: new Set(['a']) });
    expect(press('ArrowLeft', 'a1')).toEqual({ selected: 'a' });
    expect(press('ArrowRight', 'a', new Set(['a']))).toEqual({ folded: new Set() });
    expect(press('ArrowRight', 'a')).toEqual({ selected: 'a1' });
  });

  it('zoom, pan and reset', () => {
    expect(press('+')).toEqual({ view: { from: 0.25, to: 0.75 } });
    expect(press('0')).toEqual({ view: WHOLE });
    expect(press('x')).toBeNull();
  });
});

describe('minimap', () => {
  it('shows each span once, and the longest where rows are short', () => {
    expect(minimap(trace, 40, 100)).toHaveLength(4);
    const two = minimap(trace, 40, 2);
    expect(two.map((line) => line.span.id)).toEqual(['root', 'b']);
    expect(two[1]).toMatchObject({ left: 50, width: 50, top: 20 });
  });
});
