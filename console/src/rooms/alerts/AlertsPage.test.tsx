import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { renderAt } from '@/test/render';
import { stubServer } from '@/test/stubServer';

test('alerts stand under their levels, and finding narrows them', async () => {
  stubServer();
  const view = await renderAt('/alerts');
  expect(await screen.findByText('Critical')).toBeTruthy();
  expect(screen.getByText('Silenced')).toBeTruthy();
  await userEvent.type(screen.getByLabelText('Find by name or label'), 'disk');
  await waitFor(() => expect(screen.queryByText('TransactionSuccessRateLow')).toBeNull());
  expect(screen.getByText('DiskSpaceLow')).toBeTruthy();
  expect(view.href()).toBe('/alerts?find=disk');
});

test('an alert opens with its signals one click away and who was told', async () => {
  stubServer();
  await renderAt('/alerts?alert=9a0c4be1f27d3385');
  const drawer = await screen.findByRole('dialog', { name: 'TransactionSuccessRateLow' });
  const links = within(drawer).getAllByRole('link').map((link) => link.getAttribute('href'));
  expect(links.some((href) => href?.startsWith('/metrics?query='))).toBe(true);
  expect(links.some((href) => href?.startsWith('/logs?'))).toBe(true);
  expect(links.some((href) => href?.startsWith('/traces?'))).toBe(true);
  expect(links).toContain('/incidents/INC-000012');
  expect(await within(drawer).findByText(/connection timed out after 10 s/)).toBeTruthy();
});

test('an alert that is gone says so', async () => {
  stubServer();
  await renderAt('/alerts?alert=0000000000000000');
  expect(await screen.findByText(/There is no such alert/)).toBeTruthy();
});

test('a silence begins with the labels of its alert, shows what it hits, and is made', async () => {
  const server = stubServer();
  server.override(({ method, path }) => {
    if (path === '/alertmanager/api/v2/alerts') {
      return [{ fingerprint: '9a0c', labels: { alertname: 'TransactionSuccessRateLow' }, status: { state: 'active' } }];
    }
    return method === 'POST' && path.endsWith('/silences') ? { silenceID: 'new' } : undefined;
  });
  const view = await renderAt('/alerts?alert=9a0c4be1f27d3385&silence=9a0c4be1f27d3385');
  const form = await screen.findByRole('dialog', { name: 'Silence these alerts' });
  expect(within(form).getByDisplayValue('TransactionSuccessRateLow')).toBeTruthy();
  expect(within(form).getByDisplayValue('sample-mall')).toBeTruthy();
  expect(await within(form).findByText('Silences 1 alert that exists now')).toBeTruthy();
  await userEvent.type(within(form).getByLabelText('Reason'), 'release tonight');
  await userEvent.type(within(form).getByLabelText('Created by'), 'Wang');
  await userEvent.click(within(form).getByRole('button', { name: '8h' }));
  await userEvent.click(within(form).getByRole('button', { name: 'Silence 1 alert' }));
  await waitFor(() => expect(server.requests.some(({ method, path }) => method === 'POST' && path.endsWith('/silences'))).toBe(true));
  const body = server.requests.find(({ method, path }) => method === 'POST' && path.endsWith('/silences'))?.body as {
    matchers: unknown[];
    startsAt: string;
    endsAt: string;
    comment: string;
  };
  expect(body.matchers).toContainEqual({ name: 'alertname', value: 'TransactionSuccessRateLow', isRegex: false, isEqual: true });
  expect(Date.parse(body.endsAt) - Date.parse(body.startsAt)).toBe(8 * 3_600_000);
  expect(body.comment).toBe('release tonight');
  await waitFor(() => expect(view.href()).toBe('/alerts?alert=9a0c4be1f27d3385'));
});

test('rules tell their state, and a rule that cannot be evaluated shows its error', async () => {
  stubServer();
  await renderAt('/alerts?tab=rules');
  expect(await screen.findByText('1 rule fails to evaluate')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'MemoryHigh' }));
  expect(await screen.findByText(/found duplicate series/)).toBeTruthy();
});

test('ending a silence asks once, naming what it covers', async () => {
  const server = stubServer();
  server.override(({ method }) => (method === 'DELETE' ? {} : undefined));
  await renderAt('/alerts?tab=silences');
  await userEvent.click(await screen.findByRole('button', { name: 'End now' }));
  const dialog = await screen.findByRole('dialog', { name: 'End this silence' });
  expect(within(dialog).getByText(/alertname="PointsTransferFailures"/)).toBeTruthy();
  await userEvent.click(within(dialog).getByRole('button', { name: 'End now' }));
  await waitFor(() =>
    expect(server.requests.find(({ method }) => method === 'DELETE')?.path).toBe('/alertmanager/api/v2/silence/c1d0'),
  );
});

test('with nothing there each tab says why', async () => {
  stubServer('empty');
  await renderAt('/alerts');
  expect(await screen.findByText('No alert fires')).toBeTruthy();
  await userEvent.click(screen.getByRole('tab', { name: 'Rules' }));
  expect(await screen.findByText(/No rules are loaded/)).toBeTruthy();
  await userEvent.click(screen.getByRole('tab', { name: 'Silences' }));
  expect(await screen.findByText(/No silences/)).toBeTruthy();
  await userEvent.click(screen.getByRole('tab', { name: 'Notifications' }));
  expect(await screen.findByText('Nobody has been notified yet')).toBeTruthy();
});
