import { expect, test } from 'vitest';
import { factsOf, slowest } from './nodeFacts';

const series = [
  { metric: { __name__: 'm', job: 'mall', route: '/a' }, sample: [0, 20] as const },
  { metric: { __name__: 'm', job: 'mall', route: '/b' }, sample: [0, 22] as const },
];

test('a node is told by its series, its labels, and for a range by its samples', () => {
  const labels = [{ label: 'route', values: 2 }, { label: 'job', values: 1 }];
  expect(factsOf({ kind: 'vector', series }, 'vector')).toEqual({ series: 2, samples: null, labels });
  expect(factsOf({ kind: 'vector', series }, 'matrix')).toEqual({ series: 2, samples: 42, labels });
  expect(factsOf({ kind: 'scalar', sample: [0, 1] }, 'scalar')).toEqual({ series: 1, samples: null, labels: [] });
});

test('the slowest stands out among several only', () => {
  expect(slowest([0.1, null, 0.3, 0.2])).toBe(2);
  expect(slowest([0.1, 0.3])).toBe(-1);
});
