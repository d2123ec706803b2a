/** Changes to a dashboard's JSON: each gives a new tree; what it does not touch stays as it was written. */
import { figure, text, tree, trees, type Tree } from '@/rooms/dashboards/model/json';
import { modernised } from '@/rooms/dashboards/model/legacy';

type Change = (panel: Tree) => readonly Tree[];

/** Applies `change` to every panel, also those within rows. */
function mapPanels(dashboard: Tree, change: Change): Tree {
  const inList = (panels: unknown): Tree[] =>
    trees(panels).flatMap((panel) => change(panel['panels'] === undefined ? panel : { ...panel, panels: inList(panel['panels']) }));
  return {
    ...dashboard,
    ...(dashboard['panels'] === undefined ? {} : { panels: inList(dashboard['panels']) }),
    ...(dashboard['rows'] === undefined ? {} : { rows: trees(dashboard['rows']).map((row) => ({ ...row, panels: inList(row['panels']) })) }),
  };
}

function allPanels(dashboard: Tree): Tree[] {
  const found: Tree[] = [];
  mapPanels(dashboard, (panel) => {
    found.push(panel);
    return [panel];
  });
  return found;
}

export function panelJson(dashboard: Tree, id: number): Tree | null {
  return allPanels(dashboard).find((panel) => figure(panel['id']) === id) ?? null;
}

export function replacePanel(dashboard: Tree, id: number, json: Tree): Tree {
  return mapPanels(dashboard, (panel) => [figure(panel['id']) === id ? { ...json, id } : panel]);
}

export function removePanel(dashboard: Tree, id: number): Tree {
  return mapPanels(dashboard, (panel) => (figure(panel['id']) === id ? [] : [panel]));
}

export function copyPanel(dashboard: Tree, id: number): Tree {
  const next = nextId(dashboard);
  return mapPanels(dashboard, (panel) => (figure(panel['id']) === id ? [panel, { ...panel, id: next }] : [panel]));
}

/** A dashboard with a new, empty panel under the others; and the panel's id. */
export function addPanel(dashboard: Tree, title: string): { readonly dashboard: Tree; readonly id: number } {
  const id = nextId(dashboard);
  const ends = allPanels(dashboard).map((panel) => {
    const place = tree(panel['gridPos']);
    return (figure(place['y']) ?? 0) + (figure(place['h']) ?? 0);
  });
  const panel = {
    id,
    type: 'timeseries',
    title,
    gridPos: { x: 0, y: Math.max(0, ...ends), w: 12, h: 8 },
    targets: [{ refId: 'A', expr: '' }],
    fieldConfig: { defaults: {}, overrides: [] },
    options: {},
  };
  return { dashboard: { ...dashboard, panels: [...trees(dashboard['panels']), panel] }, id };
}

const nextId = (dashboard: Tree): number => Math.max(0, ...allPanels(dashboard).map((panel) => figure(panel['id']) ?? 0)) + 1;

/** What the editor's form changes; the rest of the panel stays. */
export type PanelForm = {
  readonly title: string;
  readonly description: string;
  readonly type: string;
  readonly targets: readonly { readonly expr: string; readonly legend: string; readonly instant: boolean }[];
  readonly unit: string;
  readonly decimals: string;
  readonly min: string;
  readonly max: string;
  readonly thresholds: readonly { readonly value: string; readonly color: string }[];
  readonly w: string;
  readonly h: string;
  readonly content: string;
};

export function readForm(stored: Tree): PanelForm {
  const json = modernised(stored);
  const defaults = tree(tree(json['fieldConfig'])['defaults']);
  const place = tree(json['gridPos']);
  return {
    title: text(json['title']),
    description: text(json['description']),
    type: text(json['type']),
    targets: trees(json['targets']).map((target) => ({
      expr: text(target['expr']) || text(target['query']),
      legend: text(target['legendFormat']),
      instant: target['instant'] === true,
    })),
    unit: text(defaults['unit']),
    decimals: text(defaults['decimals']),
    min: text(defaults['min']),
    max: text(defaults['max']),
    thresholds: trees(tree(defaults['thresholds'])['steps']).map((step) => ({ value: text(step['value']), color: text(step['color']) })),
    w: text(place['w'], '12'),
    h: text(place['h'], '8'),
    content: text(tree(json['options'])['content']),
  };
}

export function withForm(stored: Tree, form: PanelForm): Tree {
  const json = modernised(stored);
  const config = tree(json['fieldConfig']);
  const defaults = tree(config['defaults']);
  const before = trees(json['targets']);
  const steps = form.thresholds.map(({ value, color }, index) => ({ color, value: index === 0 ? null : (figure(value) ?? 0) }));
  return {
    ...json,
    title: form.title,
    description: form.description === '' ? undefined : form.description,
    type: form.type,
    targets: form.targets.map(({ expr, legend, instant }, index): Tree => {
      const old = before[index];
      const key = old !== undefined && old['expr'] === undefined && old['query'] !== undefined ? 'query' : 'expr';
      return { refId: String.fromCodePoint(65 + index), ...old, [key]: expr, legendFormat: legend, instant, range: !instant };
    }),
    gridPos: { x: 0, y: 0, ...tree(json['gridPos']), w: bounded(form.w, 1, 24, 12), h: bounded(form.h, 1, 60, 8) },
    options: form.type === 'text' ? { ...tree(json['options']), content: form.content, mode: text(tree(json['options'])['mode'], 'markdown') } : json['options'],
    fieldConfig: {
      ...config,
      overrides: config['overrides'] ?? [],
      defaults: {
        ...defaults,
        unit: form.unit === '' ? undefined : form.unit,
        decimals: figure(form.decimals),
        min: figure(form.min),
        max: figure(form.max),
        thresholds: steps.length === 0 ? defaults['thresholds'] : { mode: 'absolute', ...tree(defaults['thresholds']), steps },
      },
    },
  };
}

function bounded(written: string, low: number, high: number, otherwise: number): number {
  return Math.max(low, Math.min(high, Math.round(figure(written) ?? otherwise)));
}

export const emptyDashboard = (title: string): Tree => ({
  title,
  tags: [],
  schemaVersion: 39,
  time: { from: 'now-6h', to: 'now' },
  templating: { list: [] },
  annotations: { list: [] },
  panels: [],
});

/** Fills in what an exported dashboard leaves open (`${DS_PROMETHEUS}`, constants) with ours. */
export function withInputs(json: Tree): Tree {
  const inputs = trees(json['__inputs']);
  const { __inputs: _, __requires: __, __elements: ___, ...rest } = json;
  if (inputs.length === 0) return rest;
  let written = JSON.stringify(rest);
  for (const input of inputs) {
    const value = input['type'] === 'constant' ? text(input['value']) : text(input['pluginId'], 'prometheus');
    written = written.replaceAll(`\${${text(input['name'])}}`, JSON.stringify(value).slice(1, -1));
  }
  return JSON.parse(written) as Tree;
}
