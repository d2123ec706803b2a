import { expect, it } from 'vitest';
import { stubServer } from '@/lib/testing/renderPage';
import { fetchUsual, judge, metricQueries } from './usual';

const vector = (value: string) => ({
  status: 'success',
  data: { resultType: 'vector', result: value === '' ? [] : [{ metric: {}, value: [0, value] }] },
});

it('asks for the percentiles of exactly this operation', async () => {
  stubServer((_, form) => vector(form.get('query')?.includes('histogram_quantile(0.5,') === true ? '20' : '80'));
  expect(await fetchUsual('api', 'GET /', 0)).toEqual({ p50Ms: 20, p95Ms: 80 });
});

it('knows nothing of what is not measured', async () => {
  stubServer(() => vector(''));
  expect(await fetchUsual('api', 'inner', 0)).toBeNull();
  stubServer(() => vector('NaN'));
  expect(await fetchUsual('api', 'idle', 0)).toBeNull();
});

it('quotes names that hold quotes', () => {
  expect(metricQueries('a"b', 'c\\d')[1]).toContain('{service_name="a\\"b",span_name="c\\\\d"}');
});

it('judges by the percentiles', () => {
  const usual = { p50Ms: 20, p95Ms: 80 };
  expect([81, 80, 10, 9].map((ms) => judge(ms, usual))).toEqual(['slow', 'usual', 'usual', 'fast']);
});
