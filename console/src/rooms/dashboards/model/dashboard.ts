/** A dashboard as it is drawn, from Grafana's JSON of any version. */
import { figure, text, texts, tree, trees, type Tree } from './json';
import { readPanel, type GridPos, type Panel } from './panel';
import { readVariable, type Variable } from './variable';

export type Section = {
  readonly key: string;
  /** Absent for the panels above the first row. */
  readonly title: string | undefined;
  readonly collapsed: boolean;
  readonly repeat: string;
  readonly panels: readonly Panel[];
};

export type Annotation = {
  readonly name: string;
  readonly expr: string;
  readonly title: string;
  readonly color: string;
};

export type Dashboard = {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly sections: readonly Section[];
  readonly variables: readonly Variable[];
  readonly annotations: readonly Annotation[];
  readonly links: readonly { readonly title: string; readonly url: string }[];
  readonly time: { readonly from: string; readonly to: string } | undefined;
  readonly refresh: string;
  /** As it is stored. */
  readonly json: Tree;
};

/** The dashboard within what an API or a file gives: itself, or below `dashboard`. */
export function unwrapped(value: unknown): Tree {
  const outer = tree(value);
  return outer['dashboard'] !== undefined && outer['panels'] === undefined ? tree(outer['dashboard']) : outer;
}

export function readDashboard(value: unknown): Dashboard {
  const json = unwrapped(value);
  const time = tree(json['time']);
  return {
    uid: text(json['uid']),
    title: text(json['title']),
    description: text(json['description']),
    tags: texts(json['tags']),
    sections: json['rows'] === undefined ? sections(trees(json['panels'])) : oldRows(trees(json['rows'])),
    variables: trees(tree(json['templating'])['list']).map(readVariable),
    annotations: trees(tree(json['annotations'])['list']).flatMap(readAnnotation),
    links: trees(json['links'])
      .filter((link) => text(link['url']) !== '')
      .map((link) => ({ title: text(link['title'], text(link['url'])), url: text(link['url']) })),
    time: text(time['from']) === '' ? undefined : { from: text(time['from']), to: text(time['to'], 'now') },
    refresh: text(json['refresh']),
    json,
  };
}

/** Every panel, rows' too, in the order of reading. */
export function panelsOf(dashboard: Dashboard): readonly Panel[] {
  return dashboard.sections.flatMap(({ panels }) => panels);
}

function readAnnotation(json: Tree): Annotation[] {
  const expr = text(json['expr']) || text(tree(json['target'])['expr']);
  if (expr === '' || json['enable'] === false) return [];
  const title = text(json['titleFormat']) || text(json['textFormat']) || text(json['name']);
  return [{ name: text(json['name']), expr, title, color: text(json['iconColor'], 'blue') }];
}

const WHOLE = 24;

/** Panels between rows; those of a collapsed row stand within it. */
function sections(stored: readonly Tree[]): Section[] {
  const made: { key: string; title: string | undefined; collapsed: boolean; repeat: string; panels: Panel[] }[] = [
    { key: 'top', title: undefined, collapsed: false, repeat: '', panels: [] },
  ];
  const flow = newFlow();
  const ordered = stored.every((panel) => panel['gridPos'] !== undefined) ? byPlace(stored) : stored;
  ordered.forEach((json, index) => {
    if (json['type'] === 'row') {
      flow.nextLine();
      made.push({
        key: `row-${text(json['id'], String(index))}`,
        title: text(json['title']),
        collapsed: json['collapsed'] === true,
        repeat: text(json['repeat']),
        panels: trees(json['panels']).map((panel) => readPanel(panel, flow.place(panel))),
      });
      return;
    }
    made.at(-1)?.panels.push(readPanel(withId(json, index), flow.place(json)));
  });
  return made.filter(({ title, panels }) => title !== undefined || panels.length > 0);
}

function byPlace(stored: readonly Tree[]): Tree[] {
  const place = (panel: Tree, key: string): number => figure(tree(panel['gridPos'])[key]) ?? 0;
  return [...stored].sort((a, b) => place(a, 'y') - place(b, 'y') || place(a, 'x') - place(b, 'x'));
}

const withId = (json: Tree, index: number): Tree => (json['id'] === undefined ? { ...json, id: 10_000 + index } : json);

/** Before version 5: rows of panels with a span of 12, and a height in pixels. */
function oldRows(rows: readonly Tree[]): Section[] {
  return rows.map((row, index) => {
    const flow = newFlow();
    const tall = Math.max(3, Math.round((figure(text(row['height'], '250').replace('px', '')) ?? 250) / 38));
    return {
      key: `row-${index}`,
      title: row['showTitle'] === false || text(row['title']) === '' ? undefined : text(row['title']),
      collapsed: row['collapse'] === true,
      repeat: text(row['repeat']),
      panels: trees(row['panels']).map((panel, at) =>
        readPanel(
          withId(panel, index * 100 + at),
          flow.place({ gridPos: undefined, ...panel }, { w: Math.round((figure(panel['span']) ?? 12) * 2), h: tall }),
        ),
      ),
    };
  });
}

const SMALL = new Set(['stat', 'singlestat', 'gauge']);

/** Puts panels that have no place beside each other, as many as fit a line. */
function newFlow() {
  let x = 0;
  let y = 0;
  let lowest = 0;
  return {
    place(panel: Tree, size?: { w: number; h: number }): GridPos {
      const given = tree(panel['gridPos']);
      const small = SMALL.has(text(panel['type']));
      const w = Math.min(WHOLE, Math.max(1, figure(given['w']) ?? size?.w ?? (small ? 6 : 12)));
      const h = Math.max(1, figure(given['h']) ?? size?.h ?? (small ? 4 : 8));
      if (panel['gridPos'] !== undefined) {
        return { x: Math.min(WHOLE - w, Math.max(0, figure(given['x']) ?? 0)), y: Math.max(0, figure(given['y']) ?? 0), w, h };
      }
      if (x + w > WHOLE) this.nextLine();
      const placed = { x, y, w, h };
      x += w;
      lowest = Math.max(lowest, y + h);
      return placed;
    },
    nextLine(): void {
      x = 0;
      y = lowest;
    },
  };
}
