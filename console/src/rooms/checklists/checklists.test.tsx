import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { renderAt } from '@/test/render';
import { stubServer } from '@/test/stubServer';

const AT = '2026-11-23T01:00:00Z';
const item = (id: string, state: string, more: object = {}) => ({
  id, title: id, titleEn: id, state, kind: 'promql', by: '', at: AT, note: '', how: 'look at it', link: '/logs', query: `${id} == 1`, result: '42', askedAt: AT, sha256: 'ab12', ...more,
});
const RUN = { id: 7, begunAt: AT, dueAt: AT, overdue: true, done: 1, total: 2, checklist: 'daily', items: [item('system-health', 'good'), item('error-logs', 'bad')] };
const LIST = { name: 'daily', title: '每日检查', titleEn: 'Daily', owner: 'ops', schedule: '0 9 * * *', nextAt: AT, current: RUN, past: [{ id: 6, begunAt: AT, dueAt: AT, overdue: false, done: 2, total: 2 }] };

test('a list shows what ticked itself; an item opens with its evidence and is signed by name', async () => {
  localStorage.setItem('mallwatch.person', 'Li');
  const server = stubServer();
  server.override(({ method, path }) => {
    if (path === '/api/checklists') return { checklists: [LIST] };
    return method === 'POST' && path.startsWith('/api/checklists/') ? RUN : undefined;
  });
  await renderAt('/checklists');
  expect(await screen.findByText(/1\/2/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'error-logs' }));
  const drawer = await screen.findByRole('dialog');
  expect(within(drawer).getByText('error-logs == 1')).toBeTruthy();
  expect(within(drawer).getByText('ab12')).toBeTruthy();
  await userEvent.type(within(drawer).getByLabelText('Note'), 'known');
  await userEvent.click(within(drawer).getByRole('button', { name: 'Sign' }));
  await waitFor(() => {
    const posts = server.requests.filter(({ method }) => method === 'POST' ).map(({ path, body }) => [path, body]);
    expect(posts).toContainEqual(['/api/checklists/runs/7/items/error-logs/sign', { by: 'Li', note: 'known' }]);
  });
});

test('a list that never began can be begun', async () => {
  const server = stubServer();
  server.override(({ path }) => (path === '/api/checklists' ? { checklists: [{ ...LIST, current: null, past: [] }] } : undefined));
  await renderAt('/checklists');
  expect(await screen.findByText('It has not begun yet')).toBeTruthy();
});
