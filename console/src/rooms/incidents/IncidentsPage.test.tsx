import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { incidentDetail } from '@/test/fixtures/alerting.mjs';
import { renderAt } from '@/test/render';
import { stubServer } from '@/test/stubServer';

test('open incidents are listed with both clocks, the URL holds the filter', async () => {
  stubServer();
  const view = await renderAt('/incidents');
  const table = await screen.findByRole('table');
  expect(within(table).getByText('支付成功率降到 81.2 %')).toBeTruthy();
  expect(within(table).getAllByText(/left$/)).toHaveLength(3);
  await userEvent.click(screen.getByText('Resolved', { selector: 'label *, label' }));
  await waitFor(() => expect(view.href()).toBe('/incidents?state=resolved'));
  expect((await screen.findAllByText('登录接口 5xx 占 7.2 %')).length).toBeGreaterThan(0);
});

test('an incident shows clocks, alerts with their links, and its timeline in the language chosen', async () => {
  stubServer();
  await renderAt('/incidents/INC-000012');
  expect(await screen.findByText('TransactionSuccessRateLow fires at 81.2 %')).toBeTruthy();
  expect(screen.getByText('Opened by alert TransactionSuccessRateLow, priority P1')).toBeTruthy();
  const alert = screen.getByRole('link', { name: 'TransactionSuccessRateLow' });
  expect(alert.getAttribute('href')).toBe('/alerts?alert=9a0c4be1f27d3385');
  expect(screen.getAllByRole('link', { name: 'Logs' }).length).toBeGreaterThan(1);
});

test('an incident that is not there says so and leads back', async () => {
  stubServer();
  await renderAt('/incidents/INC-999999');
  expect(await screen.findByText('There is no incident INC-999999')).toBeTruthy();
});

test('notes, acknowledging and resolving are sent in the name of who sits here', async () => {
  localStorage.setItem('mallwatch.person', 'Li');
  const server = stubServer();
  server.override(({ method, path }) => (method === 'POST' && path.startsWith('/api/incidents/') ? incidentDetail('INC-000012', Date.now()) : undefined));
  await renderAt('/incidents/INC-000012');
  await userEvent.type(await screen.findByLabelText('Add a note'), 'gateway restarted');
  await userEvent.click(screen.getByRole('button', { name: 'Add note' }));
  await waitFor(() => expect((screen.getByLabelText('Add a note') as HTMLTextAreaElement).value).toBe(''));
  await userEvent.click(screen.getByRole('button', { name: 'Acknowledge' }));
  await userEvent.click(screen.getByRole('button', { name: 'Resolve' }));
  const dialog = await screen.findByRole('dialog', { name: /Mark INC-000012/ });
  await userEvent.click(within(dialog).getByRole('button', { name: 'Resolve' }));
  await waitFor(() => {
    const posts = server.requests.filter(({ method }) => method === 'POST' ).map(({ path, body }) => [path.split('/').at(-1), body]);
    expect(posts).toEqual([
      ['notes', { by: 'Li', text: 'gateway restarted' }],
      ['acknowledge', { by: 'Li' }],
      ['resolve', { by: 'Li' }],
    ]);
  });
});

test('an incident made by hand opens at once', async () => {
  localStorage.setItem('mallwatch.person', 'Li');
  const server = stubServer();
  server.override(({ method, path }) =>
    method === 'POST' && path === '/api/incidents' ? incidentDetail('INC-000011', Date.now()) : undefined,
  );
  const view = await renderAt('/incidents?create=1');
  const form = await screen.findByRole('dialog', { name: 'New incident' });
  await userEvent.type(within(form).getByLabelText('Title'), 'Withdrawals fail');
  await userEvent.click(within(form).getByRole('button', { name: 'Open incident' }));
  await waitFor(() => expect(view.href()).toBe('/incidents/INC-000011'));
  expect(server.requests.find(({ method }) => method === 'POST')?.body).toEqual({ title: 'Withdrawals fail', priority: 'P2', by: 'Li' });
});
