import { describe, expect, it } from 'vitest';
import { flameLayout, frameMatches, frames } from './flame';
import { span, traceOf } from './testing/spans';

const sql = (id: string, parent: string, startMs: number, durationMs: number, failed = false) =>
  span(id, parent, startMs, durationMs, { service: 'mysql', operation: 'SELECT', failed });
const trace = traceOf([
  span('root', null, 0, 100),
  sql('s1', 'root', 0, 20),
  sql('s2', 'root', 20, 30, true),
  span('pay', 'root', 50, 40),
  sql('s3', 'pay', 60, 10),
]);

describe('frames', () => {
  it('makes one of spans that do the same for the same caller', () => {
    expect(frames(trace).map(({ depth, operation, count, failed }) => [depth, operation, count, failed])).toEqual([
      [0, '', 1, 0],
      [1, 'op-root', 1, 0],
      [2, 'SELECT', 2, 1],
      [2, 'op-pay', 1, 0],
      [3, 'SELECT', 1, 0],
    ]);
  });

  it('adds up the work, so that children never stick out', () => {
    const all = frames(trace);
    expect(all.map(({ workMs }) => workMs)).toEqual([100, 100, 50, 40, 10]);
    expect(all[2]).toMatchObject({ selfMs: 50, totalMs: 50, slowest: 's2', slowestMs: 30 });
    const parallel = frames(traceOf([span('root', null, 0, 10), sql('a', 'root', 0, 10), sql('b', 'root', 0, 10)]));
    expect(parallel.map(({ workMs }) => workMs)).toEqual([20, 20, 20]);
  });

  it('takes deep traces without recursion', () => {
    const deep = Array.from({ length: 20_000 }, (_, at) => span(`s${at}`, at === 0 ? null : `s${at - 1}`, 0, 1));
    expect(frames(traceOf(deep))).toHaveLength(20_001);
  });
});

describe('flameLayout', () => {
  it('puts children under their caller, widest first', () => {
    const { placed, rows } = flameLayout(frames(trace), 0);
    expect(rows).toBe(4);
    expect(placed.map(({ frame, left, width }) => [frame.operation, left, width])).toEqual([
      ['', 0, 100],
      ['op-root', 0, 100],
      ['SELECT', 0, 50],
      ['op-pay', 50, 40],
      ['SELECT', 50, 10],
    ]);
  });

  it('zooms into a frame and keeps the way to it', () => {
    const { placed } = flameLayout(frames(trace), 3);
    expect(placed.map(({ frame, width }) => [frame.operation, width])).toEqual([
      ['', 100],
      ['op-root', 100],
      ['op-pay', 100],
      ['SELECT', 25],
    ]);
  });

  it('counts what is too narrow to see, and lives with nothing', () => {
    const tiny = traceOf([span('root', null, 0, 10_000), span('blink', 'root', 0, 1)]);
    expect(flameLayout(frames(tiny), 0).hidden).toBe(1);
    expect(flameLayout(frames(tiny), 99).placed).toHaveLength(2);
    expect(flameLayout(frames(traceOf([])), 0).placed).toHaveLength(1);
  });

  it('finds by service or operation', () => {
    const [, root] = frames(trace);
    expect(root !== undefined && frameMatches(root, 'SHOP OP-')).toBe(true);
    expect(root !== undefined && frameMatches(root, ' ')).toBe(false);
  });
});
