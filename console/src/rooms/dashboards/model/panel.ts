/** A panel as it is drawn, from any version of the JSON: today's types, and those that they replaced. */
import { readFieldConfig, type FieldConfigSource } from './fieldConfig';
import { figure, text, tree, trees, type Tree } from './json';
import { modernised } from './legacy';

export const PANEL_TYPES = [
  'timeseries',
  'stat',
  'gauge',
  'bargauge',
  'barchart',
  'piechart',
  'table',
  'heatmap',
  'histogram',
  'state-timeline',
  'status-history',
  'logs',
  'text',
] as const;
export type PanelType = (typeof PANEL_TYPES)[number];

export type GridPos = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };

export type Target = {
  readonly refId: string;
  /** What kind of source answers: `prometheus`, `elasticsearch`, `loki`, …; '' is the dashboard's own, Prometheus. */
  readonly source: string;
  readonly expr: string;
  readonly legend: string;
  readonly instant: boolean;
  readonly range: boolean;
  readonly format: string;
  readonly interval: string;
  readonly hidden: boolean;
  readonly json: Tree;
};

export type Transformation = { readonly id: string; readonly options: Tree };

export type Panel = {
  /** Unique on its dashboard, also among the copies of a repeated panel. */
  readonly key: string;
  readonly id: number;
  /** The type as written; one of `PANEL_TYPES` where it can be drawn. */
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly transparent: boolean;
  readonly gridPos: GridPos;
  readonly targets: readonly Target[];
  readonly options: Tree;
  readonly fieldConfig: FieldConfigSource;
  readonly transformations: readonly Transformation[];
  readonly interval: string;
  readonly maxDataPoints: number | undefined;
  readonly timeFrom: string;
  readonly timeShift: string;
  readonly links: readonly { readonly title: string; readonly url: string }[];
  readonly repeat: string;
  readonly repeatDown: boolean;
  readonly maxPerRow: number;
  /** Values that a repetition gives to variables, for this copy alone. */
  readonly scoped: Readonly<Record<string, string>>;
  /** As it is stored. */
  readonly json: Tree;
};

export const isDrawn = (type: string): type is PanelType => (PANEL_TYPES as readonly string[]).includes(type);

export function readPanel(stored: Tree, gridPos: GridPos): Panel {
  const json = modernised(stored);
  const id = figure(json['id']) ?? 0;
  const panelSource = sourceOf(json['datasource']);
  return {
    key: String(id),
    id,
    type: text(json['type']),
    title: text(json['title']),
    description: text(json['description']),
    transparent: json['transparent'] === true,
    gridPos,
    targets: trees(json['targets']).map((target, index) => readTarget(target, index, panelSource)),
    options: tree(json['options']),
    fieldConfig: readFieldConfig(tree(json['fieldConfig'])),
    transformations: trees(json['transformations'])
      .filter((one) => one['disabled'] !== true)
      .map((one) => ({ id: text(one['id']), options: tree(one['options']) })),
    interval: text(json['interval']),
    maxDataPoints: figure(json['maxDataPoints']),
    timeFrom: text(json['timeFrom']),
    timeShift: text(json['timeShift']),
    links: trees(json['links']).map((link) => ({ title: text(link['title']), url: text(link['url']) })),
    repeat: text(json['repeat']),
    repeatDown: json['repeatDirection'] === 'v',
    maxPerRow: figure(json['maxPerRow']) ?? 4,
    scoped: {},
    json: stored,
  };
}

function readTarget(json: Tree, index: number, panelSource: string): Target {
  const instant = json['instant'] === true;
  return {
    refId: text(json['refId'], String.fromCodePoint(65 + (index % 26))),
    source: sourceOf(json['datasource']) || panelSource,
    expr: text(json['expr']),
    legend: text(json['legendFormat']),
    instant,
    range: json['range'] === true || !instant,
    format: text(json['format'], 'time_series'),
    interval: text(json['interval']),
    hidden: json['hide'] === true,
    json,
  };
}

/** The kind of a data source reference: its type where it tells one, a guess by its name otherwise. */
export function sourceOf(reference: unknown): string {
  if (typeof reference === 'object' && reference !== null) {
    const { type, uid } = tree(reference);
    return text(type) || byName(text(uid));
  }
  return byName(text(reference));
}

function byName(name: string): string {
  const known = ['loki', 'elasticsearch', 'opensearch', 'jaeger', 'tempo', 'influx', 'mysql', 'postgres', 'cloudwatch', 'grafana'];
  return known.find((one) => name.toLowerCase().includes(one)) ?? '';
}
