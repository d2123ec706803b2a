import { expect, it } from 'vitest';
import { edgeKey, readMapRed, tagsOfType } from './mapRed';

const one = (metric: Record<string, string>, value: number) => ({ metric, sample: [0, value] as const });

it('puts rate, errors and percentile of a service together', () => {
  const red = readMapRed([
    [one({ service_name: 'api' }, 20), one({ service_name: 'idle' }, 0)],
    [one({ service_name: 'api' }, 1)],
    [one({ service_name: 'api' }, 250), one({ service_name: 'new' }, 5)],
    [one({ client: 'web', server: 'api' }, 0.3)],
    [one({ server: 'mysql', connection_type: 'database' }, 1)],
  ]);
  expect(red.services.get('api')).toEqual({ rate: 20, errors: 0.05, p95Seconds: 0.25 });
  expect(red.services.get('idle')).toEqual({ rate: 0, errors: NaN, p95Seconds: NaN });
  expect(red.services.get('new')).toEqual({ rate: NaN, errors: NaN, p95Seconds: 0.005 });
  expect(red.edges.get(edgeKey('web', 'api'))).toBe(0.3);
  expect(red.types.get('mysql')).toBe('database');
});

it('lives with answers that are empty or not there', () => {
  expect(readMapRed([]).services.size).toBe(0);
});

it('searches databases and queues by what their callers say', () => {
  expect(tagsOfType('mysql', 'database')).toBe('db.system.name=mysql');
  expect(tagsOfType('redis', 'cache')).toBe('db.system.name=redis');
  expect(tagsOfType('kafka', 'messaging')).toBe('messaging.system=kafka');
});
