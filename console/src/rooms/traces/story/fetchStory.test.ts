import { expect, it } from 'vitest';
import { stubServer } from '@/lib/testing/renderPage';
import { fetchStory } from './fetchStory';

const RANGE = { fromMs: 0, toMs: 86_400_000 };
const signal = new AbortController().signal;
const summary = (traceId: string, spanCount: number) => ({
  traceId,
  rootServiceName: 'api',
  rootOperationName: 'pay',
  minStartTimeUnixNano: '1000000000',
  maxEndTimeUnixNano: '2000000000',
  spanCount,
});

it('asks by every usual tag, and reads no large trace whole', async () => {
  const requests = stubServer((url) => {
    if (url.pathname.endsWith('/trace-summaries')) {
      const tags = JSON.parse(url.searchParams.get('query.attributes') ?? '{}') as Record<string, string>;
      return { summaries: tags['order.id'] === 'O-1' ? [summary('small', 5), summary('large', 20_000)] : [] };
    }
    if (url.pathname === '/api/logs/fields') return { fields: [] };
    if (url.pathname === '/api/logs') return { entries: [] };
    if (url.pathname === '/api/notifications') return { notifications: [] };
    return { data: [] };
  });
  const found = await fetchStory('O-1', RANGE, signal);
  expect(found.summaries.map(({ id }) => id).toSorted()).toEqual(['large', 'small']);
  expect(found.partial).toBe(false);
  const whole = requests.filter((request) => request.startsWith('/jaeger/api/traces'));
  expect(whole).toEqual(['/jaeger/api/traces?traceID=small']);
  expect(requests.filter((request) => request.includes('trace-summaries')).length).toBeGreaterThanOrEqual(10);
});

it('says so when there is more than it reads', async () => {
  const line = (at: number) => ({ id: `l${at}`, timestamp: new Date(at).toISOString(), message: 'm', category: null, data: {} });
  stubServer((url) => {
    if (url.pathname === '/api/logs') return { entries: Array.from({ length: 500 }, (_, at) => line(at)) };
    if (url.pathname === '/api/logs/fields') return { fields: [] };
    if (url.pathname === '/api/notifications') return { notifications: [] };
    return { summaries: [], data: [] };
  });
  const found = await fetchStory('u7', RANGE, signal);
  expect(found.partial).toBe(true);
  expect(found.lines[0]).toMatchObject({ category: '', requestId: '', data: {} });
});

it('asks nothing of notifications when nothing is known', async () => {
  const requests = stubServer((url) =>
    url.pathname === '/api/logs' ? { entries: [] } : url.pathname === '/api/logs/fields' ? { fields: [] } : { summaries: [], data: [] },
  );
  expect(await fetchStory('nobody', RANGE, signal)).toMatchObject({ lines: [], traces: [], notifications: [], partial: false });
  expect(requests.some((request) => request.startsWith('/api/notifications'))).toBe(false);
});
