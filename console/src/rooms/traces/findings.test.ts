import { expect, it } from 'vitest';
import { findings, messageOf } from './findings';
import { span, traceOf } from './testing/spans';
import type { RawSpan } from './trace';
import { criticalPath } from './tree';

const find = (raw: readonly RawSpan[]) => {
  const trace = traceOf(raw);
  return findings(trace, criticalPath(trace.spans));
};
const failed = { failed: true, tags: [{ key: 'otel.status_description', value: 'timed out' }] };

it('finds where an error began, not where it was passed on', () => {
  const found = find([
    span('root', null, 0, 100, { failed: true }),
    span('api', 'root', 5, 90, { failed: true }),
    span('late', 'api', 60, 20, { failed: true }),
    span('bank', 'api', 10, 20, failed),
  ]);
  expect(found[0]).toMatchObject({ kind: 'origin', span: { id: 'bank' }, message: 'timed out', others: 1 });
});

it('finds what is done over and over for the same caller', () => {
  const sql = (at: number) =>
    span(`q${at}`, 'list', at * 5, 4, { operation: 'SELECT', tags: [{ key: 'db.query.text', value: 'select ?' }] });
  const found = find([span('root', null, 0, 200), span('list', 'root', 0, 160), ...Array.from({ length: 30 }, (_, at) => sql(at))]);
  expect(found.find(({ kind }) => kind === 'repeated')).toMatchObject({ by: { id: 'list' }, span: { id: 'q0' }, count: 30, totalMs: 120 });
});

it('finds what it waited for, when that is much', () => {
  const found = find([span('root', null, 0, 100), span('bank', 'root', 10, 85)]);
  expect(found).toEqual([{ kind: 'heaviest', span: expect.objectContaining({ id: 'bank' }) as unknown, share: 0.85 }]);
});

it('finds nothing to say of a trace that is even and well', () => {
  expect(find([span('root', null, 0, 100), ...['a', 'b', 'c', 'd'].map((id, at) => span(id, 'root', at * 25, 25))])).toEqual([]);
  expect(find([])).toEqual([]);
});

it('takes the words of a failure from its status or its exception', () => {
  const events = [{ atMs: 0, name: 'exception', fields: [{ key: 'exception.message', value: 'deadlock' }] }];
  expect(traceOf([span('a', null, 0, 1, { failed: true, events })]).spans.map(messageOf)).toEqual(['deadlock']);
  expect(traceOf([span('a', null, 0, 1, failed)]).spans.map(messageOf)).toEqual(['timed out']);
  expect(traceOf([span('a', null, 0, 1)]).spans.map(messageOf)).toEqual(['']);
});
