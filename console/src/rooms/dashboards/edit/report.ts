/** What will work of a dashboard here and what will not, panel by panel; no requests. */
import { panelsOf, type Dashboard } from '@/rooms/dashboards/model/dashboard';
import { isDrawn, type Panel } from '@/rooms/dashboards/model/panel';
import { isKnownTransformation } from '@/rooms/dashboards/model/transform';

export type PanelReport = {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly drawn: boolean;
  /** Sources that are none of ours. */
  readonly foreign: readonly string[];
  readonly transformations: readonly string[];
  readonly metrics: readonly string[];
  readonly missing: readonly string[];
};

export type Report = {
  readonly panels: readonly PanelReport[];
  readonly drawn: number;
  readonly metrics: readonly string[];
  readonly missing: readonly string[];
};

const OURS = new Set(['', 'prometheus', 'datasource', 'elasticsearch', 'opensearch']);

export function reportOf(dashboard: Dashboard, known: ReadonlySet<string>): Report {
  const panels = panelsOf(dashboard).map((panel) => reportOn(panel, known));
  const all = (pick: (panel: PanelReport) => readonly string[]): string[] => [...new Set(panels.flatMap(pick))].sort();
  return {
    panels,
    drawn: panels.filter(({ drawn, foreign }) => drawn && foreign.length === 0).length,
    metrics: all(({ metrics }) => metrics),
    missing: all(({ missing }) => missing),
  };
}

function reportOn(panel: Panel, known: ReadonlySet<string>): PanelReport {
  const metrics = [...new Set(panel.targets.flatMap(({ expr }) => metricNames(expr)))];
  return {
    id: panel.id,
    title: panel.title,
    type: panel.type,
    drawn: isDrawn(panel.type),
    foreign: [...new Set(panel.targets.map(({ source }) => source).filter((source) => !OURS.has(source)))],
    transformations: panel.transformations.map(({ id }) => id).filter((id) => !isKnownTransformation(id)),
    metrics,
    missing: metrics.filter((name) => !known.has(name)),
  };
}

const WORDS = new Set(['and', 'or', 'unless', 'by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'bool', 'offset', 'atan2', 'inf', 'nan', 'start', 'end']);

/** The metrics that an expression reads, also where variables stand in it. */
export function metricNames(expr: string): string[] {
  const bare = expr
    .replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '""')
    .replaceAll(/#.*$/gm, '')
    .replaceAll(/\$\{?\w+(:\w+)?\}?/g, ' ')
    .replaceAll(/\[[^\]]*\]|\{[^}]*\}/g, ' ')
    .replaceAll(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi, ' ')
    .replaceAll(/\b\d[\w.]*/g, ' ');
  const found = [...bare.matchAll(/(?<![\w:.])([a-zA-Z_:][\w:]*)(?![\w:])(?!\s*\()/g)].map(([, name = '']) => name);
  return [...new Set(found.filter((name) => !WORDS.has(name.toLowerCase())))];
}
