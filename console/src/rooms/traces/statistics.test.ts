import { expect, it } from 'vitest';
import { costs } from './statistics';
import { span, traceOf } from './testing/spans';

const sql = (id: string, startMs: number, durationMs: number, text: string, failed = false) =>
  span(id, 'root', startMs, durationMs, { operation: 'SELECT', tags: [{ key: 'db.query.text', value: text }], failed });
const trace = traceOf([span('root', null, 0, 100), sql('s1', 0, 20, 'a', true), sql('s2', 20, 40, 'b'), sql('s3', 60, 10, 'a')]);

it('adds up what does the same, self time first', () => {
  expect(costs(trace, 'operation', 'self').map(({ name, selfMs, count }) => [name, selfMs, count])).toEqual([
    ['SELECT', 70, 3],
    ['op-root', 30, 1],
  ]);
});

it('knows mean, longest and failed of each', () => {
  expect(costs(trace, 'operation', 'count')[0]).toMatchObject({ totalMs: 70, longestMs: 40, longest: 's2', failed: 1 });
  expect(costs(trace, 'operation', 'mean').map(({ name }) => name)).toEqual(['op-root', 'SELECT']);
});

it('groups by service, or by statement where there is one', () => {
  expect(costs(trace, 'service', 'total')).toHaveLength(1);
  expect(costs(trace, 'statement', 'longest').map(({ name, count }) => [name, count])).toEqual([
    ['b', 1],
    ['a', 2],
  ]);
});
