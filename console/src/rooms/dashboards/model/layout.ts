/** Where panels stand: repeated ones copied, rows repeated, on a grid of 24 columns. */
import type { Dashboard, Section } from './dashboard';
import { interpolate, meant, type Scope } from './interpolate';
import type { GridPos, Panel } from './panel';

/** The sections as they are drawn for what is chosen now. */
export function laidOut(dashboard: Dashboard, scope: Scope): Section[] {
  return dashboard.sections.flatMap((section) =>
    copies(section.repeat, scope).map((scoped, index): Section => {
      const own = { ...scope, words: { ...scope.words, ...scoped } };
      const panels = section.panels.flatMap((panel) => repeated({ ...panel, scoped: { ...panel.scoped, ...scoped } }, own));
      return {
        ...section,
        key: index === 0 ? section.key : `${section.key}-${index}`,
        title: section.title === undefined ? undefined : interpolate(section.title, own, 'text'),
        panels: compacted(panels.map((panel) => (index === 0 ? panel : { ...panel, key: `${panel.key}-row${index}` }))),
      };
    }),
  );
}

/** A word for each chosen value of the variable; one copy without words where there is nothing to repeat by. */
function copies(variable: string, scope: Scope): Record<string, string>[] {
  const chosen = variable === '' ? undefined : scope.variables.get(variable);
  if (chosen === undefined) return [{}];
  const values = meant(chosen).slice(0, MOST_COPIES);
  return values.length === 0 ? [{}] : values.map((value) => ({ [variable]: value }));
}

const MOST_COPIES = 60;

function repeated(panel: Panel, scope: Scope): Panel[] {
  const all = copies(panel.repeat, scope);
  if (panel.repeat === '' || all.length === 1) return [{ ...panel, scoped: { ...panel.scoped, ...all[0] } }];
  const { x, y, w, h } = panel.gridPos;
  const perRow = panel.repeatDown ? 1 : Math.min(panel.maxPerRow, all.length);
  const wide = panel.repeatDown ? w : Math.max(3, Math.floor(24 / perRow));
  return all.map((scoped, index) => ({
    ...panel,
    key: index === 0 ? panel.key : `${panel.key}-${index}`,
    scoped: { ...panel.scoped, ...scoped },
    gridPos: {
      x: panel.repeatDown ? x : (index % perRow) * wide,
      // A little below the one before: what stood under the panel is pushed down by all of them.
      y: y + Math.floor(index / perRow) * h,
      w: wide,
      h,
    },
  }));
}

/** Pushes panels down until none lies on another, and up where there is room: as they would fall. */
export function compacted(panels: readonly Panel[]): Panel[] {
  const placed: Panel[] = [];
  const order = panels.map((panel, index) => ({ panel, index })).sort((a, b) => a.panel.gridPos.y - b.panel.gridPos.y || a.panel.gridPos.x - b.panel.gridPos.x || a.index - b.index);
  for (const { panel } of order) {
    let y = 0;
    for (const other of placed) {
      if (besides(other.gridPos, panel.gridPos)) y = Math.max(y, other.gridPos.y + other.gridPos.h);
    }
    placed.push({ ...panel, gridPos: { ...panel.gridPos, y } });
  }
  return placed;
}

const besides = (a: GridPos, b: GridPos): boolean => a.x < b.x + b.w && b.x < a.x + a.w;
