import { describe, expect, it } from 'vitest';
import { expr } from '@/api/promqlTree';
import { duration, rowsOf, written } from './tree';

const at = { offset: 0, timestamp: null, startOrEnd: null };
const named = (name: string) => ({ name: '__name__', type: '=', value: name });
const selector = {
  type: 'matrixSelector',
  name: 'http_requests_total',
  range: 300_000,
  matchers: [{ name: 'route', type: '!=', value: '/a"b' }, named('http_requests_total')],
  ...at,
};
const rate = { type: 'call', func: { name: 'rate', argTypes: ['matrix'], variadic: 0, returnType: 'vector' }, args: [selector] };
const sum = { type: 'aggregation', op: 'sum', expr: rate, param: null, grouping: ['route'], without: false };
const tree = (value: unknown) => expr(value, '');

describe('rowsOf', () => {
  it('tells each node, its type, and how to ask for it alone', () => {
    const half = { type: 'binaryExpr', op: '/', lhs: { type: 'parenExpr', expr: sum }, rhs: { type: 'numberLiteral', val: '2' }, matching: null, bool: false };
    const range = 'http_requests_total{route!="/a\\"b"}[5m]';
    expect(rowsOf(tree(half)).map(({ depth, text, type, query }) => [depth, text, type, query])).toEqual([
      [0, '/', 'vector', `(sum by (route) (rate(${range}))) / 2`],
      [1, 'sum by (route)', 'vector', `sum by (route) (rate(${range}))`],
      [2, 'rate()', 'vector', `rate(${range})`],
      [3, range, 'matrix', `count_over_time(${range})`],
      [1, '2', 'scalar', null],
    ]);
  });

  it('keeps scalars scalar', () => {
    const one = { type: 'numberLiteral', val: '1' };
    expect(rowsOf(tree({ type: 'binaryExpr', op: '+', lhs: one, rhs: one, matching: null, bool: false }))[0]?.type).toBe('scalar');
    expect(rowsOf(tree({ type: 'unaryExpr', op: '-', expr: one }))[0]?.type).toBe('scalar');
  });
});

describe('written', () => {
  it('writes matching, moments and offsets', () => {
    const up = { type: 'vectorSelector', name: 'up', matchers: [named('up')], ...at, offset: -90_000, startOrEnd: 'end' };
    const odd = { type: 'vectorSelector', name: 'http.requests', matchers: [named('http.requests')], ...at, timestamp: 1500, offset: 5000 };
    const matching = { card: 'many-to-one', labels: ['job'], on: true, include: ['team'] };
    expect(written(tree({ type: 'binaryExpr', op: '==', lhs: up, rhs: odd, matching, bool: true }))).toBe(
      'up @ end() offset -1m30s == bool on (job) group_left (team) {"http.requests"} @ 1.500 offset 5s',
    );
  });

  it('writes subqueries, parameters and strings', () => {
    const sub = { type: 'subquery', expr: sum, range: 3_600_000, step: 60_000, ...at };
    const top = { type: 'aggregation', op: 'topk', expr: { ...rate, args: [sub] }, param: { type: 'numberLiteral', val: '3' }, grouping: ['le'], without: true };
    expect(written(tree(top))).toBe(`topk without (le) (3, rate(sum by (route) (rate(http_requests_total{route!="/a\\"b"}[5m]))[1h:1m]))`);
    expect(written(tree({ type: 'stringLiteral', val: 'a"b' }))).toBe('"a\\"b"');
    expect(written(tree({ type: 'vectorSelector', name: '', matchers: [{ name: 'job', type: '=~', value: '.+' }], ...at }))).toBe('{job=~".+"}');
  });

  it('writes computed lengths and what fills a missing side', () => {
    const five = { type: 'numberLiteral', val: '300', duration: true };
    const step = { type: 'durationExpr', op: 'step', lhs: null, rhs: null, wrapped: false };
    const sum5 = { type: 'durationExpr', op: '+', lhs: five, rhs: step, wrapped: true };
    const least = { type: 'durationExpr', op: 'min_of', lhs: five, rhs: { ...step, op: '-', rhs: five }, wrapped: false };
    const up = { type: 'matrixSelector', name: 'up', matchers: [named('up')], ...at, range: 0, rangeExpr: sum5, offset: 0, offsetExpr: least };
    expect(written(tree(up))).toBe('up[(300s + step())] offset min(300s, -300s)');
    const matching = { card: 'one-to-one', labels: [], on: false, include: [], fillValues: { lhs: 0, rhs: null } };
    const one = { type: 'vectorSelector', name: 'up', matchers: [named('up')], ...at };
    expect(written(tree({ type: 'binaryExpr', op: '+', lhs: one, rhs: one, matching, bool: false }))).toBe('up + fill_left (0) up');
  });

  it('says that a node is unknown rather than drawing a wrong tree', () => {
    expect(() => tree({ type: 'lambda' })).toThrow('a kind of expression');
  });
});

describe('duration', () => {
  it('reads as one writes it', () => {
    expect([0, 250, 90_000, 3_600_000, 86_400_000, 604_800_000, 691_200_000].map(duration)).toEqual(['0s', '250ms', '1m30s', '1h', '1d', '1w', '8d']);
  });
});
