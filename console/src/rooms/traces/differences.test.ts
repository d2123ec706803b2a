import { describe, expect, it } from 'vitest';
import type { TraceSummary } from './api';
import { attributeDifferences, operationDifferences, sampleOf } from './differences';
import { span, traceOf } from './testing/spans';
import type { Trace } from './trace';

const summary = (id: number, seconds: number, errors = 0, spans = 3): TraceSummary => ({
  id: String(id),
  service: 'api',
  operation: 'pay',
  startMs: 0,
  seconds,
  spans,
  errors,
  orphans: 0,
  services: [],
});

describe('sampleOf', () => {
  it('holds the slowest tenth against the rest', () => {
    const sample = sampleOf(Array.from({ length: 50 }, (_, at) => summary(at, at)), 'slow');
    expect(sample.odd.map(({ seconds }) => seconds)).toEqual([49, 48, 47, 46, 45]);
    expect(sample).toMatchObject({ thresholdSeconds: 45, of: 50 });
    expect(sample.rest).toHaveLength(45);
  });

  it('holds what took as long as is said against the rest', () => {
    const sample = sampleOf(Array.from({ length: 50 }, (_, at) => summary(at, at)), 'slow', 40);
    expect(sample.odd).toHaveLength(10);
    expect(sample.thresholdSeconds).toBe(40);
  });

  it('holds what failed against what did not', () => {
    const sample = sampleOf([summary(1, 1, 2), summary(2, 9), summary(3, 1)], 'failed');
    expect(sample.odd.map(({ id }) => id)).toEqual(['1']);
    expect(sample).toMatchObject({ thresholdSeconds: null });
  });

  it('reads neither too many traces nor too many spans', () => {
    const many = sampleOf(Array.from({ length: 1000 }, (_, at) => summary(at, at)), 'slow');
    expect([many.odd.length, many.rest.length]).toEqual([40, 80]);
    const large = sampleOf(Array.from({ length: 100 }, (_, at) => summary(at, at, 0, 1000)), 'slow');
    expect([large.odd.length, large.rest.length]).toEqual([10, 10]);
    expect(sampleOf([], 'slow')).toMatchObject({ odd: [], rest: [], of: 0 });
  });
});

const shop = (id: string, shard: string, chargeMs: number): Trace =>
  traceOf([
    span('r', null, 0, chargeMs + 10, { operation: 'pay', tags: [{ key: 'request.id', value: id }] }),
    span('c', 'r', 5, chargeMs, {
      operation: 'charge',
      service: 'bank',
      tags: [{ key: 'db.shard', value: shard }],
      processTags: [{ key: 'host', value: 'h1' }],
    }),
  ]);
const slow = ['a', 'b', 'c', 'd'].map((id) => shop(id, id === 'd' ? '1' : '3', 500));
const rest = ['e', 'f', 'g', 'h'].map((id) => shop(id, id === 'h' ? '3' : '1', 20));

it('finds the value that slow traces share, and neither ids nor what all have', () => {
  expect(attributeDifferences(slow, rest, 10)).toEqual([{ services: ['bank'], key: 'db.shard', value: '3', odd: 0.75, rest: 0 }]);
});

it('names a value once, however many services have it', () => {
  const tags = [{ key: 'user.id', value: 'u1' }];
  const both = () => traceOf([span('r', null, 0, 9, { service: 'api', tags }), span('c', 'r', 0, 5, { service: 'bank', tags })]);
  expect(attributeDifferences([both(), both()], rest, 10)).toEqual([
    { services: ['api', 'bank'], key: 'user.id', value: 'u1', odd: 1, rest: 0 },
  ]);
});

it('finds the operation that takes the time', () => {
  expect(operationDifferences(slow, rest, 10)).toEqual([{ service: 'bank', operation: 'charge', oddMs: 500, restMs: 20 }]);
});

it('finds nothing where nothing differs', () => {
  expect(attributeDifferences(slow, slow, 10)).toEqual([]);
  expect(operationDifferences(rest, rest, 10)).toEqual([]);
  expect(attributeDifferences([], [], 10)).toEqual([]);
});
