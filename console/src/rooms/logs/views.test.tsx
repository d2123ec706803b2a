import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { giveSize, renderPage } from '@/lib/testing/renderPage';
import { LogsPage } from './LogsPage';

const line = (id: string, extra: object = {}) => ({
  id,
  timestamp: '2026-11-23T04:00:00.123Z',
  level: 'info',
  service: 'order',
  message: `第 ${id} 行`,
  userId: 'u1',
  data: {},
  ...extra,
});
const vector = (...series: [Record<string, string>, number][]) => ({
  status: 'success',
  data: { resultType: 'vector', result: series.map(([metric, value]) => ({ metric, value: [1, String(value)] })) },
});

const server = (url: URL, form: URLSearchParams): unknown => {
  switch (url.pathname) {
    case '/api/logs/user-activity':
      return { entries: [line('1', { action: 'checkout', category: 'user_activity' })], total: 1 };
    case '/api/logs/errors':
      return { entries: [line('7', { level: 'error', error: { name: 'PayError', message: 'no' } })], total: 250 };
    case '/api/logs/transactions':
      return { entries: [line('3', { action: 'pay', durationMillis: 12, data: { orderId: 'SF1', amount: 99.5 } })], total: 1 };
    case '/api/logs/audit':
      return { entries: [line('4', { action: 'login', data: { ip: '10.0.0.1', result: 'denied' } })], total: 1 };
    case '/api/logs/statistics':
      return {
        totalLogs: 12,
        timeSeries: [{ timestamp: '2026-11-23T04:00:00Z', count: 12 }],
        byLevel: { info: 8, error: 4 },
        byService: { pay: 12 },
      };
    case '/api/logs/patterns':
      return { patterns: [], total: 0, since: '2026-11-20T00:00:00Z' };
    case '/api/logs/facets':
      return {
        total: 1,
        facets: { action: { values: [{ value: 'checkout', count: 5 }], other: 0 }, userId: { values: [{ value: 'u1', count: 9 }], other: 0 } },
      };
    case '/api/logs/complete':
      return { completions: [{ text: 'u1', count: 1 }] };
    case '/api/logs/context':
      return { entries: [line('1')] };
    case '/api/sources':
      return {
        files: [
          { path: '/var/log/a.log', input: '/var/log/*.log', state: 'behind', readBytes: 10, sizeBytes: 40, lagBytes: 30, entries: 3, lastRead: null, error: null },
        ],
        ignored: [{ path: '/var/log/old.log', reason: 'older than 7d' }],
        paused: false,
        refused: 0,
        waits: 0,
        senders: [{ way: 'elasticsearch', name: 'Elastic-filebeat/8.13.3', stored: 120, refused: 4, last: null }],
      };
    case '/prometheus/api/v1/query': {
      const expr = form.get('query') ?? '';
      if (expr.includes('pipeline')) return vector([{ pipeline: 'access', processor: '', outcome: 'in' }, 5], [{ pipeline: 'access', processor: '', outcome: 'failed' }, 2]);
      if (expr.includes('rate(')) return vector([{ service: 'pay', level: 'error' }, 3]);
      return vector();
    }
    default:
      return undefined;
  }
};

beforeEach(() => giveSize(900, 600));
const open = (search: string) => renderPage(() => <LogsPage />, '/logs', `/logs${search}`, server);
const params = (page: { address: () => string }): URLSearchParams => new URLSearchParams(page.address().split('?')[1]);
const cells = (): string[] => screen.getAllByRole('row').map((row) => row.textContent ?? '');

describe('user activity', () => {
  it('leads from the busiest users to the timeline of one and to a line', async () => {
    const page = await open('?view=activity');
    fireEvent.click(await screen.findByRole('button', { name: /u1/ }));
    await screen.findByText('u1 的活动：1 条');
    expect(params(page).get('user')).toBe('u1');
    fireEvent.click(await screen.findByRole('button', { name: /checkout.*第 1 行/ }));
    await screen.findByRole('dialog');
    expect(params(page).get('row')).toBe('1');
  });

  it('narrows by action', async () => {
    const page = await open('?view=activity&user=u1');
    fireEvent.click(await screen.findByRole('button', { name: /^checkout\s+5$/ }));
    await waitFor(() => expect(params(page).get('actions')).toBe('checkout'));
    await waitFor(() => expect(page.requests.some((request) => /user-activity\?.*actions=checkout/.test(request))).toBe(true));
  });
});

describe('errors', () => {
  it('go by pages, as the URL says', async () => {
    const page = await open('?view=errors');
    await screen.findByText('1–100，共 250');
    fireEvent.click(screen.getByRole('button', { name: '下一个' }));
    await waitFor(() => expect(params(page).get('page')).toBe('1'));
    await waitFor(() => expect(page.requests.some((request) => /errors\?.*offset=100/.test(request))).toBe(true));
    expect(cells().some((text) => text.includes('PayError'))).toBe(true);
  });
});

describe('transactions and audit', () => {
  it('show order and amount', async () => {
    await open('?view=transactions');
    await waitFor(() => expect(cells().some((text) => /pay.*SF1.*¥99.5/.test(text))).toBe(true));
  });

  it('show from where, and whether one was let in', async () => {
    await open('?view=audit');
    await waitFor(() => expect(cells().some((text) => /login.*10\.0\.0\.1.*denied/.test(text))).toBe(true));
  });
});

describe('statistics', () => {
  it('lead to the lines of a level', async () => {
    const page = await open('?view=statistics');
    const levels = within(await screen.findByRole('region', { name: '按级别' }));
    fireEvent.click(await levels.findByRole('button', { name: /error/ }));
    await waitFor(() => expect(params(page).get('level')).toBe('error'));
    expect(params(page).get('view')).toBeNull();
  });
});

describe('sources', () => {
  it('say who writes, how far files were read and what pipelines failed at', async () => {
    await open('?view=sources');
    await waitFor(() => expect(cells().some((text) => /\/var\/log\/a\.log.*落后.*25\.0/.test(text))).toBe(true));
    expect(cells().some((text) => text.includes('older than 7d'))).toBe(true);
    expect(cells().some((text) => /^Elastic-filebeat\/8.13.3.*1204/.test(text))).toBe(true);
    expect(cells().some((text) => /^access5020$/.test(text))).toBe(true);
    expect(screen.getByRole('button', { name: 'pay' })).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: 'OTLP' }));
    await screen.findByText(/OTEL_EXPORTER_OTLP_LOGS_ENDPOINT/);
  });
});
