/** The queries of the page and how each is shown, as the URL holds them; no DOM. */
import type { SearchRecord } from '@/app/search';

export const VIEWS = ['graph', 'table', 'heatmap', 'explain'] as const;
export type View = (typeof VIEWS)[number];
export const STYLES = ['lines', 'stacked', 'points'] as const;
export type LineStyle = (typeof STYLES)[number];
/** How many series are drawn, those with the largest maximum first; 0 is all. */
export const SHOWN = [20, 50, 0] as const;
export type Shown = (typeof SHOWN)[number];

export type PanelOptions = {
  readonly on: boolean;
  readonly view: View;
  readonly style: LineStyle;
  readonly log: boolean;
  readonly shown: Shown;
  /** Seconds; 0 chooses by range and width. */
  readonly step: number;
};
export type QueryPanelState = PanelOptions & { readonly query: string };

export const PLAIN: PanelOptions = { on: true, view: 'graph', style: 'lines', log: false, shown: 20, step: 0 };
export const MOST_PANELS = 26;

/** A, B, C … */
export function letter(at: number): string {
  return String.fromCharCode(65 + at);
}

type Read = (name: string) => string | undefined;

/** `query` repeated; `view`, `style`, … for all panels, `view.B` for the second alone; `off` names those at rest. */
export function panelsOf(queries: readonly string[], get: Read): QueryPanelState[] {
  const off = new Set((get('off') ?? '').split(','));
  return queries.slice(0, MOST_PANELS).map((query, at) => {
    const name = letter(at);
    const of = (key: string): string | undefined => get(`${key}.${name}`) ?? get(key);
    return {
      query,
      on: !off.has(name),
      view: VIEWS.find((one) => one === of('view')) ?? PLAIN.view,
      style: STYLES.find((one) => one === of('style')) ?? PLAIN.style,
      log: of('scale') === 'log',
      shown: shownOf(of('top')),
      step: parseStep(of('step') ?? '') ?? PLAIN.step,
    };
  });
}

/** What the URL takes so that it says just `panels`; keys that say nothing are removed. */
export function panelsPatch(before: SearchRecord, panels: readonly QueryPanelState[]): SearchRecord {
  const patch: Record<string, string | readonly string[] | undefined> = {};
  for (const key of Object.keys(before)) {
    if (/^(view|style|scale|top|step)(\.[A-Z])?$/.test(key)) patch[key] = undefined;
  }
  const kept = panels.filter(({ query }) => query !== '');
  patch['query'] = kept.map(({ query }) => query);
  const off = kept.flatMap(({ on }, at) => (on ? [] : [letter(at)]));
  patch['off'] = off.length === 0 ? undefined : off.join(',');
  kept.forEach((panel, at) => {
    const name = letter(at);
    if (panel.view !== PLAIN.view) patch[`view.${name}`] = panel.view;
    if (panel.style !== PLAIN.style) patch[`style.${name}`] = panel.style;
    if (panel.log) patch[`scale.${name}`] = 'log';
    if (panel.shown !== PLAIN.shown) patch[`top.${name}`] = panel.shown === 0 ? 'all' : String(panel.shown);
    if (panel.step !== PLAIN.step) patch[`step.${name}`] = writeStep(panel.step);
  });
  return patch;
}

function shownOf(text: string | undefined): Shown {
  if (text === 'all') return 0;
  return SHOWN.find((one) => one > 0 && String(one) === text) ?? PLAIN.shown;
}

const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of `15s`, `1m`, `250ms` or bare seconds; null for anything else, and for nothing. */
export function parseStep(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/.exec(text.trim());
  if (match === null) return null;
  const seconds = Number(match[1]) * (UNITS[match[2] ?? 's'] ?? 1);
  return seconds > 0 ? seconds : null;
}

/** The largest unit that writes the step whole. */
export function writeStep(seconds: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const size = UNITS[unit] ?? 1;
    if (seconds >= size && seconds % size === 0) return `${seconds / size}${unit}`;
  }
  return seconds < 1 ? `${Math.round(seconds * 1000)}ms` : `${seconds}s`;
}

/** Most points of a series that the server answers. */
const MOST_POINTS = 11_000;

/** The step asked for, or, where that would be more points than the server gives, the least that is not. */
export function allowedStep(wanted: number, rangeMs: number): number {
  const least = rangeMs / 1000 / MOST_POINTS;
  return wanted >= least ? wanted : Math.ceil(least);
}
