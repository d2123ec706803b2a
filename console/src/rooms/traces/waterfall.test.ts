import { describe, expect, it } from 'vitest';
import { toggled, toLevels, UNFOLDED } from './folding';
import { span, traceOf } from './testing/spans';
import {
  clampView,
  criticalParts,
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

const trace = traceOf([
  span('root', null, 0, 100),
  span('a', 'root', 0, 50),
  span('a1', 'a', 10, 20, { tags: [{ key: 'db.system', value: 'MySQL' }] }),
  span('b', 'root', 50, 50, { failed: true }),
]);
const shown = (folding = UNFOLDED, find = '', only: ReadonlySet<number> | null = null): string[] =>
  visibleRows(trace, folding, find, only).spans.map(({ id }) => id);

describe('visibleRows', () => {
  it('hides what is folded away', () => {
    expect(shown()).toEqual(['root', 'a', 'a1', 'b']);
    expect(shown(toggled(UNFOLDED, 'a'))).toEqual(['root', 'a', 'b']);
    expect(shown(toLevels(1))).toEqual(['root']);
  });

  it('keeps matches and what leads to them, folded or not', () => {
    expect(shown(UNFOLDED, 'mysql')).toEqual(['root', 'a', 'a1']);
    expect(shown(toLevels(1), 'db.system=MySQL')).toEqual(['root', 'a', 'a1']);
    expect(visibleRows(trace, UNFOLDED, 'error', null).hits).toEqual(new Set([3]));
    expect(shown(UNFOLDED, 'nothing')).toEqual([]);
  });

  it('keeps only some spans and what leads to them', () => {
    expect(shown(UNFOLDED, '', new Set([2]))).toEqual(['root', 'a', 'a1']);
    expect(shown(UNFOLDED, 'error', new Set([2]))).toEqual([]);
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

describe('criticalParts', () => {
  it('draws as one what cannot be told apart', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => ({ index: 0, fromMs: at, toMs: at + 0.5 }));
    expect(criticalParts(many, 20_000, WHOLE)).toEqual([{ left: 0, width: expect.closeTo(100, 2) as number }]);
    const two = [
      { index: 0, fromMs: 0, toMs: 10 },
      { index: 0, fromMs: 50, toMs: 60 },
    ];
    expect(criticalParts(two, 100, WHOLE)).toHaveLength(2);
    expect(criticalParts(two, 100, { from: 0.3, to: 1 })).toHaveLength(1);
  });
});

describe('keys', () => {
  const rows = visibleRows(trace, UNFOLDED, '', null);
  const press = (key: string, selected?: string, folding = UNFOLDED) => step(key, rows, selected, folding, WHOLE);

  it('walk the rows and stop at the ends', () => {
    expect(press('ArrowDown')).toEqual({ selected: 'root' });
    expect(press('j', 'root')).toEqual({ selected: 'a' });
    expect(press('ArrowDown', 'b')).toEqual({ selected: 'b' });
    expect(press('End', 'root')).toEqual({ selected: 'b' });
    expect(press('n', 'root')).toEqual({ selected: 'b' });
  });

  it('go round what failed, or round what was found', () => {
    expect(press('n', 'b')).toEqual({ selected: 'b' });
    expect(press('N', 'root')).toEqual({ selected: 'b' });
    const found = visibleRows(trace, UNFOLDED, 'op-a', null);
    expect(step('n', found, 'a', UNFOLDED, WHOLE)).toEqual({ selected: 'a1' });
    expect(step('N', found, 'a', UNFOLDED, WHOLE)).toEqual({ selected: 'a1' });
  });

  it('open as many levels as the digit says', () => {
    expect(press('2')).toEqual({ folding: toLevels(2) });
    expect(press('*')).toEqual({ folding: UNFOLDED });
  });

  it('open the span under the cursor', () => {
    expect(press('Enter', 'a1')).toEqual({ open: 'a1' });
    expect(press('Enter')).toEqual({});
  });

  it('fold, unfold, and go to the parent', () => {
    expect(press('ArrowLeft', 'a')).toEqual({ folding: toggled(UNFOLDED, 'a') });
    expect(press('ArrowLeft', 'a1')).toEqual({ selected: 'a' });
    expect(press('ArrowRight', 'a', toLevels(1))).toEqual({ folding: toggled(toLevels(1), 'a') });
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
