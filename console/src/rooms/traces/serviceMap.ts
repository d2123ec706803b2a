/** Layout of the service map: callers left, callees right, few crossings; no DOM. */
import type { Dependency } from './api';

export type MapNode = { readonly name: string; readonly x: number; readonly y: number; readonly calls: number };
export type MapEdge = { readonly from: MapNode; readonly to: MapNode; readonly calls: number; readonly errors: number };
export type ServiceMapLayout = {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  readonly width: number;
  readonly height: number;
};

export const NODE_WIDTH = 172;
export const NODE_HEIGHT = 48;
const COLUMN = 300;
const ROW = 76;
const MARGIN = 16;

/** Each service's column: the longest way from a service that nobody calls. Edges that close a circle are ignored. */
export function columnsOf(dependencies: readonly Dependency[]): Map<string, number> {
  const calls = new Map<string, string[]>();
  const called = new Set<string>();
  for (const { parent, child } of dependencies) {
    calls.set(parent, [...(calls.get(parent) ?? []), ...(parent === child ? [] : [child])]);
    if (!calls.has(child)) calls.set(child, []);
    if (parent !== child) called.add(child);
  }
  const names = [...calls.keys()].sort();
  const starts = [...names.filter((name) => !called.has(name)), ...names];
  // Depth first: the reverse of the order of completion is topological once edges to open nodes are dropped.
  const state = new Map<string, 'open' | 'done'>();
  const order: string[] = [];
  const forward = new Map<string, string[]>();
  const visit = (name: string): void => {
    state.set(name, 'open');
    for (const next of calls.get(name) ?? []) {
      if (state.get(next) === 'open') continue;
      forward.set(name, [...(forward.get(name) ?? []), next]);
      if (!state.has(next)) visit(next);
    }
    state.set(name, 'done');
    order.push(name);
  };
  for (const name of starts) if (!state.has(name)) visit(name);
  const columns = new Map<string, number>();
  for (const name of order.reverse()) {
    const own = columns.get(name) ?? 0;
    columns.set(name, own);
    for (const next of forward.get(name) ?? []) columns.set(next, Math.max(columns.get(next) ?? 0, own + 1));
  }
  return columns;
}

export function serviceMap(dependencies: readonly Dependency[]): ServiceMapLayout {
  const columnOf = columnsOf(dependencies);
  const columns: string[][] = [];
  for (const [name, column] of columnOf) (columns[column] ??= []).push(name);
  for (const names of columns) names.sort();
  for (let column = 1; column < columns.length; column++) byCallers(columns, column, dependencies);
  const tallest = Math.max(1, ...columns.map((names) => names.length));
  const nodes = new Map<string, MapNode>();
  columns.forEach((names, column) =>
    names.forEach((name, row) => {
      const calls = dependencies.reduce((sum, one) => sum + (one.child === name ? one.callCount : 0), 0);
      const y = MARGIN + ((tallest - names.length) / 2 + row) * ROW;
      nodes.set(name, { name, x: MARGIN + column * COLUMN, y, calls });
    }),
  );
  const edges = dependencies.flatMap(({ parent, child, callCount, errorCount }): MapEdge[] => {
    const [from, to] = [nodes.get(parent), nodes.get(child)];
    if (from === undefined || to === undefined || parent === child) return [];
    return [{ from, to, calls: callCount, errors: errorCount }];
  });
  return {
    nodes: [...nodes.values()],
    edges,
    width: 2 * MARGIN + Math.max(0, columns.length - 1) * COLUMN + NODE_WIDTH,
    height: 2 * MARGIN + (tallest - 1) * ROW + NODE_HEIGHT,
  };
}

/** Sorts a column by the middle of its callers' rows. */
function byCallers(columns: string[][], column: number, dependencies: readonly Dependency[]): void {
  const before = columns
    .slice(0, column)
    .flatMap((names) => names.map((name, row) => [name, row / names.length] as const));
  const rows = new Map(before);
  const middle = (name: string): number => {
    const callers = dependencies.flatMap((one) => (one.child === name ? (rows.get(one.parent) ?? []) : []));
    return callers.length === 0 ? 0.5 : callers.reduce((sum, row) => sum + row, 0) / callers.length;
  };
  columns[column]?.sort((a, b) => middle(a) - middle(b) || a.localeCompare(b));
}

/** A curve from the right edge of the caller to the left edge of the callee; backwards edges go round below. */
export function edgePath(edge: MapEdge): string {
  const [x1, y1] = [edge.from.x + NODE_WIDTH, edge.from.y + NODE_HEIGHT / 2];
  const [x2, y2] = [edge.to.x, edge.to.y + NODE_HEIGHT / 2];
  if (x2 > x1) {
    const bend = (x2 - x1) / 2;
    return `M${x1},${y1}C${x1 + bend},${y1} ${x2 - bend},${y2} ${x2},${y2}`;
  }
  const low = Math.max(y1, y2) + ROW / 2;
  return `M${x1},${y1}C${x1 + 40},${low} ${x2 - 40},${low} ${x2},${y2}`;
}

/**
 * Where an edge's words stand: near the callee where a caller has many, near the caller where a callee has many, so that
 * words of edges that leave or meet in one point do not cover each other.
 */
export function labelPlace(edge: MapEdge, edges: readonly MapEdge[]): { readonly x: number; readonly y: number } {
  const [x1, y1] = [edge.from.x + NODE_WIDTH, edge.from.y + NODE_HEIGHT / 2];
  const [x2, y2] = [edge.to.x, edge.to.y + NODE_HEIGHT / 2];
  if (x2 <= x1) return { x: (x1 + x2) / 2, y: Math.max(y1, y2) + ROW / 2 };
  const out = edges.filter(({ from }) => from.name === edge.from.name).length;
  const into = edges.filter(({ to }) => to.name === edge.to.name).length;
  const bend = (x2 - x1) / 2;
  const on = (at: number, a: number, b: number, c: number, d: number): number =>
    (1 - at) ** 3 * a + 3 * (1 - at) ** 2 * at * b + 3 * (1 - at) * at ** 2 * c + at ** 3 * d;
  const gap = COLUMN - NODE_WIDTH;
  const x = out > into ? x2 - gap * 0.36 : out < into || x2 - x1 > COLUMN ? x1 + gap * 0.36 : (x1 + x2) / 2;
  // The curve goes to the right all the way: the height over x is found by halving.
  let [low, high] = [0, 1];
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2;
    if (on(middle, x1, x1 + bend, x2 - bend, x2) < x) low = middle;
    else high = middle;
  }
  return { x, y: on(low, y1, y1, y2, y2) };
}

/** 1 to 4 pixels by the share of the busiest edge. */
export function edgeWidth(calls: number, most: number): number {
  return most <= 0 ? 1 : 1 + 3 * Math.sqrt(calls / most);
}
