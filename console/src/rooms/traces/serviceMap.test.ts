import { describe, expect, it } from 'vitest';
import { columnsOf, edgePath, edgeWidth, labelPlace, serviceMap } from './serviceMap';

const call = (parent: string, child: string, callCount = 1) => ({ parent, child, callCount, errorCount: 0 });

describe('serviceMap', () => {
  it('puts callers to the left of what they call', () => {
    const columns = columnsOf([call('web', 'api'), call('api', 'db'), call('web', 'db'), call('api', 'cache')]);
    expect(Object.fromEntries(columns)).toEqual({ web: 0, api: 1, db: 2, cache: 2 });
  });

  it('lives with circles and calls to oneself', () => {
    const columns = columnsOf([call('a', 'b'), call('b', 'a'), call('b', 'b')]);
    expect([...columns.keys()].sort()).toEqual(['a', 'b']);
    const map = serviceMap([call('a', 'b'), call('b', 'a'), call('b', 'b')]);
    expect(map.edges).toHaveLength(2);
    expect(edgePath(map.edges[1] ?? map.edges[0] ?? never())).toMatch(/^M/);
  });

  it('never lays two services on one another', () => {
    const calls = Array.from({ length: 30 }, (_, at) => call(`s${at % 7}`, `s${(at * 5 + 3) % 11}`));
    const map = serviceMap(calls);
    const places = new Set(map.nodes.map(({ x, y }) => `${x} ${y}`));
    expect(places.size).toBe(map.nodes.length);
    for (const { x, y } of map.nodes) expect(x >= 0 && y >= 0 && x < map.width && y < map.height).toBe(true);
  });

  it('orders a column by its callers', () => {
    const map = serviceMap([call('a', 'z'), call('b', 'y')]);
    const y = (name: string): number => map.nodes.find((node) => node.name === name)?.y ?? -1;
    expect(y('z')).toBeLessThan(y('y'));
  });

  it('keeps the words of edges apart that leave or meet in one point', () => {
    const out = serviceMap([call('a', 'x'), call('a', 'y'), call('a', 'z')]);
    const places = out.edges.map((edge) => labelPlace(edge, out.edges));
    const ys = places.map(({ y }) => y).toSorted((one, other) => one - other);
    expect((ys[1] ?? 0) - (ys[0] ?? 0)).toBeGreaterThan(32);
    const into = serviceMap([call('x', 'a'), call('y', 'a')]);
    const [first, second] = into.edges.map((edge) => labelPlace(edge, into.edges));
    expect(Math.abs((first?.y ?? 0) - (second?.y ?? 0))).toBeGreaterThan(32);
    const round = serviceMap([call('a', 'b'), call('b', 'a')]);
    for (const edge of round.edges) expect(Number.isFinite(labelPlace(edge, round.edges).y)).toBe(true);
  });

  it('has room for nothing', () => {
    expect(serviceMap([]).nodes).toEqual([]);
    expect(edgeWidth(0, 0)).toBe(1);
    expect(edgeWidth(100, 100)).toBe(4);
  });
});

function never(): never {
  throw new Error('no edge');
}
