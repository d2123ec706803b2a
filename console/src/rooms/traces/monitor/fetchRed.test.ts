import { expect, it } from 'vitest';
import { stubServer } from '@/lib/testing/renderPage';
import { fetchFamily } from './fetchRed';

const point = (seconds: number, doubleValue: number | string) => ({
  timestamp: new Date(seconds * 1000).toISOString(),
  gaugeValue: { doubleValue },
});

it('asks as the Monitor tab of Jaeger does', async () => {
  const requests = stubServer(() => ({ metrics: [] }));
  await fetchFamily({ what: 'latencies', service: 'a b', byOperation: true, fromMs: 1000, toMs: 61_000, ratePerMs: 120_000, stepMs: 5000, quantile: 0.95 });
  const asked = new URLSearchParams(requests[0]?.split('?')[1]);
  expect(requests[0]).toMatch(/^\/jaeger\/api\/metrics\/latencies\?/);
  expect(asked.getAll('spanKind')).toEqual(['server', 'consumer', 'internal']);
  expect(Object.fromEntries(asked)).toMatchObject({
    service: 'a b',
    groupByOperation: 'true',
    endTs: '61000',
    lookback: '60000',
    step: '5000',
    ratePer: '120000',
    quantile: '0.95',
  });
});

it('reads words for what JSON has no number for', async () => {
  stubServer(() => ({
    metrics: [{ labels: [{ name: 'service_name', value: 'api' }, { name: 'operation', value: 'pay' }], metricPoints: [point(1, 2), point(2, 'NaN')] }],
  }));
  const family = await fetchFamily({ what: 'calls', service: 'api', byOperation: true, fromMs: 0, toMs: 1, ratePerMs: 1, stepMs: 1 });
  expect(family).toEqual([{ service: 'api', operation: 'pay', points: [[1000, 2], [2000, NaN]] }]);
});
