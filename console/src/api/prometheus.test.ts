import { afterEach, expect, test, vi } from 'vitest';
import { sampleValue } from './histogram';
import { labelValues, query, queryRange, rules } from './prometheus';

function answerWith(body: unknown) {
  const stub = vi.fn<typeof fetch>(async () => new Response(JSON.stringify(body)));
  vi.stubGlobal('fetch', stub);
  return stub;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test('special values are read', () => {
  expect([sampleValue('+Inf'), sampleValue('-Inf'), sampleValue('NaN'), sampleValue('1.5e3')]).toEqual([
    Infinity,
    -Infinity,
    NaN,
    1500,
  ]);
});

test('an instant vector comes with its times in milliseconds and its warnings', async () => {
  answerWith({
    status: 'success',
    data: { resultType: 'vector', result: [{ metric: { job: 'mall' }, value: [12.5, '3'] }] },
    warnings: ['partial'],
  });
  const { data, warnings } = await query('up');
  expect(data).toEqual({ kind: 'vector', series: [{ metric: { job: 'mall' }, sample: [12_500, 3] }] });
  expect(warnings).toEqual(['partial']);
});

test('scalars and strings are told apart', async () => {
  answerWith({ status: 'success', data: { resultType: 'scalar', result: [1, '2'] } });
  expect((await query('2')).data).toEqual({ kind: 'scalar', sample: [1000, 2] });
  answerWith({ status: 'success', data: { resultType: 'string', result: [1, 'hi'] } });
  expect((await query('"hi"')).data).toEqual({ kind: 'string', text: 'hi' });
});

test('a range is asked in seconds', async () => {
  const stub = answerWith({ status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values: [[1, '2']] }] } });
  const { data } = await queryRange({ expr: 'up', fromMs: 1000, toMs: 61_000, stepSeconds: 15 });
  expect(data).toEqual([{ metric: {}, points: [[1000, 2]] }]);
  expect(stub.mock.calls[0]?.[1]?.body).toBe('query=up&start=1&end=61&step=15&stats=true');
});

test('a native histogram comes with its buckets, and a query with what it cost', async () => {
  const histogram = { count: '3', sum: '1.5', buckets: [[0, '0.25', '0.5', '2'], [3, '-Inf', '0', '1']] };
  const stats = { timings: { evalTotalTime: 0.02, execQueueTime: 0.001 }, samples: { totalQueryableSamples: 40, seriesRead: 2 } };
  answerWith({ status: 'success', data: { resultType: 'vector', result: [{ metric: {}, histogram: [2, histogram] }], stats } });
  const answer = await query('h');
  const read = answer.data.kind === 'vector' ? answer.data.series[0]?.histogram : undefined;
  expect(read).toEqual({ count: 3, sum: 1.5, buckets: [{ low: 0.25, high: 0.5, count: 2 }, { low: -Infinity, high: 0, count: 1 }] });
  expect(answer.stats).toEqual({ seconds: 0.02, queuedSeconds: 0.001, preparedSeconds: null, samples: 40, peakSamples: null, series: 2 });
  answerWith({ status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, histograms: [[2, histogram]] }] } });
  const range = await queryRange({ expr: 'h', fromMs: 0, toMs: 1, stepSeconds: 1 });
  expect(range.data[0]?.histograms?.[0]?.[0]).toBe(2000);
  expect(range.stats).toBeNull();
});

test('label names are escaped in the path', async () => {
  const stub = answerWith({ status: 'success', data: ['a'] });
  await labelValues('http.route', { match: ['up'], limit: 10 });
  expect(stub.mock.calls[0]?.[0]).toBe('/prometheus/api/v1/label/http.route/values?match%5B%5D=up&limit=10');
});

test('rules of either type are read, with what a recording rule lacks filled in', async () => {
  answerWith({
    status: 'success',
    data: {
      groups: [
        { name: 'g', rules: [{ type: 'recording', name: 'a:b', query: 'up', health: 'ok' }, { type: 'alerting', name: 'A', query: 'up == 0', state: 'firing', health: 'ok', duration: 60 }] },
      ],
    },
  });
  const [group] = await rules();
  expect(group?.rules.map(({ type, state, alerts }) => [type, state, alerts.length])).toEqual([
    ['recording', '', 0],
    ['alerting', 'firing', 0],
  ]);
});
