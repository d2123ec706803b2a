import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderPage } from '@/lib/testing/renderPage';
import { TracesPage } from '@/rooms/traces/TracesPage';

const ID = '0af7651916cd43dd8448eb211c80319c';
const START = Date.UTC(2026, 10, 23, 4);
const trace = {
  traceID: ID,
  spans: [{ spanID: 'root', operationName: 'POST /pay', references: [], startTime: START * 1000, duration: 90_000, tags: [], processID: 'p1' }],
  processes: { p1: { serviceName: 'gateway', tags: [] } },
};
const entry = (id: string, ms: number, over: object = {}) => ({
  id,
  timestamp: new Date(START + ms).toISOString(),
  level: 'info',
  service: 'mall-api',
  message: `line ${id}`,
  traceId: ID,
  data: {},
  ...over,
});
const told = (id: number, ms: number, state = 'sent') => ({
  id,
  at: new Date(START + ms).toISOString(),
  channel: 'wecom',
  state,
  title: `told ${id}`,
});

const server = (url: URL): unknown => {
  const q = url.searchParams.get('q') ?? '';
  if (url.pathname === '/api/logs/fields') return { fields: [{ name: 'data.shopOrderNo' }] };
  if (url.pathname === '/api/logs' && q.includes('data.shopOrderNo:"ORD-1"')) {
    return { entries: [entry('points', 50, { category: 'business_transaction', action: 'points_reward', data: { points: 50 } })] };
  }
  if (url.pathname === '/api/logs' && q === `traceId:"${ID}"`) return { entries: [entry('points', 50), entry('other', 20)] };
  if (url.pathname === '/api/logs') return { entries: [] };
  if (url.pathname.endsWith('/trace-summaries')) return { summaries: [] };
  if (url.pathname === '/jaeger/api/traces') return { data: [trace] };
  if (url.pathname === '/api/notifications') return { notifications: [told(1, 60_000), told(2, 90_000_000), told(3, 1, 'suppressed')] };
  return undefined;
};

const open = (search: string) => renderPage(() => <TracesPage />, '/traces', `/traces?tab=story${search}`, server);
const links = (): string[] => screen.getAllByRole('link').map((link) => link.textContent ?? '');

it('tells in one line of time what traces, lines and notifications know', async () => {
  await open('&id=ORD-1');
  await screen.findByText(/told 1/);
  expect(links().map((text) => /POST \/pay|line \w+|told \d/.exec(text)?.[0])).toEqual(['POST /pay', 'line other', 'line points', 'told 1']);
  screen.getByText(/^4 件/);
});

it('hides a kind and keeps that in the URL', async () => {
  const page = await open('&id=ORD-1');
  fireEvent.click(await screen.findByRole('button', { name: /^日志/ }));
  await waitFor(() => expect(page.address()).toContain('without=log'));
  await waitFor(() => expect(links().some((text) => text.includes('line other'))).toBe(false));
});

it('says why nothing is known, and offers to look further back', async () => {
  const page = await open('&id=nobody-7');
  fireEvent.click(await screen.findByRole('button', { name: '查最近 30 天' }));
  await waitFor(() => expect(page.address()).toContain('from=now-30d'));
});

it('is reached by an id typed into the search', async () => {
  const page = await renderPage(() => <TracesPage />, '/traces', '/traces', server);
  const tags = await screen.findByLabelText('标签、链路号或单号');
  fireEvent.change(tags, { target: { value: 'ORD-1' } });
  fireEvent.submit(tags);
  await waitFor(() => expect(page.address()).toBe('/traces?tab=story&id=ORD-1&from=now-7d&to=now'));
});
