import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { renderAt } from '@/test/render';
import { stubServer } from '@/test/stubServer';

const now = Date.now();
const iso = (agoMs: number): string => new Date(now - agoMs).toISOString();

const FINDING = {
  id: 'SEC-000001',
  detection: 'AUTH-3',
  title: { zh: '撞库', en: 'Credential stuffing' },
  level: 'high',
  subject: '203.0.113.9',
  service: 'mall',
  firstAt: iso(600_000),
  lastAt: iso(60_000),
  hits: 36,
  state: 'open',
  evidence: [{ index: 'logs', id: 'e1' }],
  note: '',
  logs: '/logs?q=203.0.113.9',
};
const DETECTION = {
  id: 'AUTH-3',
  title: FINDING.title,
  meaning: { zh: '说明', en: 'Many accounts from one address' },
  levels: ['high'],
  origin: 'built-in',
  enabled: true,
  hits: 36,
  lastAt: iso(60_000),
};
const DRILL = {
  id: 'DRILL-000001',
  at: iso(1000),
  by: 'li',
  outcomes: [
    { fault: 'slow-api', rule: 'HighApiResponseTime', firedAfter: 240, incident: 'INC-000001', notified: true, resolvedAfter: 300, missed: [] },
    { fault: 'silent-logs', rule: 'LogSourceSilent', notified: false, missed: ['rule'] },
  ],
};

function stub(findings: readonly unknown[] = [FINDING]) {
  const server = stubServer();
  server.override(({ path }) => {
    if (path === '/api/security/findings') return { findings };
    if (path.startsWith('/api/security/findings/')) return FINDING;
    if (path === '/api/security/detections') return { detections: [DETECTION] };
    if (path === '/api/drills') return { drills: [DRILL] };
    return path.includes('/_doc/') ? { _id: 'e1', _source: { message: 'User login attempt' } } : undefined;
  });
  return server;
}

test('findings are listed, one opens with its meaning and the lines it rests on', async () => {
  stub();
  const view = await renderAt('/security');
  await userEvent.click(await screen.findByRole('button', { name: 'Credential stuffing' }));
  await waitFor(() => expect(view.href()).toBe('/security?finding=SEC-000001'));
  const drawer = await screen.findByRole('dialog');
  expect(await within(drawer).findByText('Many accounts from one address')).toBeTruthy();
  expect(await within(drawer).findByText(/User login attempt/)).toBeTruthy();
  expect(within(drawer).getByRole('link', { name: 'Show in the logs' }).getAttribute('href')).toContain('/logs?q=203.0.113.9');
});

test('a finding is acknowledged in the name of who sits here', async () => {
  localStorage.setItem('mallwatch.person', 'Li');
  const server = stub();
  await renderAt('/security?finding=SEC-000001');
  await userEvent.type(await screen.findByLabelText('What it was (optional)'), 'our own test');
  await userEvent.click(screen.getByRole('button', { name: 'Acknowledge' }));
  await waitFor(() => {
    const posts = server.requests.filter(({ method }) => method === 'POST');
    expect(posts.map(({ path, body }) => [path, body])).toEqual([
      ['/api/security/findings/SEC-000001/acknowledge', { by: 'Li', note: 'our own test' }],
    ]);
  });
});

test('where nothing was found the range can be made wider', async () => {
  stub([]);
  const view = await renderAt('/security');
  await userEvent.click(await screen.findByRole('button', { name: 'Last 7 days' }));
  await waitFor(() => expect(view.href()).toContain('from=now-7d'));
});

test('detections lead to what they found, drills say what was missed', async () => {
  stub();
  const view = await renderAt('/security?tab=detections');
  await userEvent.click(await screen.findByText('Many accounts from one address'));
  await waitFor(() => expect(view.href()).toBe('/security?detection=AUTH-3'));
  await userEvent.click(screen.getByText('Drills', { selector: 'label *, label' }));
  expect(await screen.findByText('missed: rule')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'INC-000001' })).toBeTruthy();
});
