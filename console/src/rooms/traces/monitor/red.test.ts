import { expect, it } from 'vitest';
import { lines, operations, type Family } from './red';

const family = (values: Record<string, number>): Family =>
  Object.entries(values).map(([operation, value]) => ({ service: 'api', operation, points: [[0, 1], [1, value], [2, NaN]] }));
const calls = family({ pay: 2, list: 50, old: 0 });
const errors = family({ pay: 0.1 });
const latencies = family({ pay: 1000, list: 20 });

it('has a row for each operation that was called, by its newest figures', () => {
  expect(operations(calls, errors, latencies, 'impact')).toEqual([
    { service: 'api', operation: 'pay', rate: 2, errors: 0.1, p95Seconds: 1, impact: 2 },
    { service: 'api', operation: 'list', rate: 50, errors: NaN, p95Seconds: 0.02, impact: 1 },
  ]);
});

it('sorts by what is asked, with what is unknown last', () => {
  const order = (sort: Parameters<typeof operations>[3]) => operations(calls, errors, latencies, sort).map(({ operation }) => operation);
  expect(order('rate')).toEqual(['list', 'pay']);
  expect(order('errors')).toEqual(['pay', 'list']);
  expect(order('p95Seconds')).toEqual(['pay', 'list']);
});

it('draws a line for each service', () => {
  expect(lines(latencies.slice(0, 1), 0.001)[0]).toMatchObject({ name: 'api', points: [[0, 0.001], [1, 1], [2, NaN]] });
  expect(lines(latencies.slice(0, 1), 1, 'p95')[0]?.name).toBe('p95');
});
