import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { reachability } from '@/api/reachability';
import { renderAt } from '@/test/render';
import { stubServer } from '@/test/stubServer';

test('the navigation counts what fires and what is open, and the tab says so', async () => {
  stubServer();
  await renderAt('/settings');
  const nav = (await screen.findAllByRole('navigation'))[0] as HTMLElement;
  expect(await within(nav).findByTitle('4 firing')).toBeTruthy();
  expect(within(nav).getByTitle('2 open')).toBeTruthy();
  expect(document.title).toBe('(4) Settings · Mallwatch');
});

test('g and a letter goes to a room and takes the time range along', async () => {
  stubServer();
  const view = await renderAt('/settings?from=now-6h&to=now&odd=1');
  await screen.findByText('This browser');
  await userEvent.keyboard('gi');
  await waitFor(() => expect(view.href()).toBe('/incidents?from=now-6h&to=now'));
  await screen.findByText('New incident');
  await userEvent.keyboard('x');
  expect(view.href()).toBe('/incidents?from=now-6h&to=now');
});

test('the question mark opens the sheet of keys', async () => {
  stubServer();
  await renderAt('/settings');
  await screen.findByText('This browser');
  await userEvent.keyboard('?');
  expect(await screen.findByText('Keyboard shortcuts')).toBeTruthy();
});

test('slash goes to the search of the page, and typing there is no shortcut', async () => {
  stubServer();
  const view = await renderAt('/alerts');
  const find = await screen.findByPlaceholderText('Find by name or label');
  await screen.findByText('TransactionSuccessRateLow');
  await userEvent.keyboard('/');
  expect(document.activeElement).toBe(find);
  await userEvent.keyboard('gm');
  await waitFor(() => expect(view.href()).toBe('/alerts?find=gm'));
});

test('the language switches without a reload', async () => {
  stubServer();
  await renderAt('/settings');
  await userEvent.click(await screen.findByRole('button', { name: 'Switch to Chinese' }));
  expect(await screen.findByText('这个浏览器')).toBeTruthy();
  expect(document.documentElement.lang).toBe('zh-CN');
  expect(localStorage.getItem('mallwatch.locale')).toBe('zh-CN');
});

test('a banner says so while the server is away', async () => {
  stubServer();
  await renderAt('/settings');
  await screen.findByText('This browser');
  reachability.lost();
  expect(await screen.findByText(/The server does not answer/)).toBeTruthy();
  reachability.reached();
  await waitFor(() => expect(screen.queryByText(/The server does not answer/)).toBeNull());
});

test('an address that leads nowhere says so and leads home', async () => {
  stubServer();
  await renderAt('/nowhere');
  expect(await screen.findByText('There is no such page')).toBeTruthy();
  expect(screen.getByText('Back to overview').getAttribute('href')).toBe('/');
});

test('choosing a quick range writes the URL', async () => {
  stubServer();
  const view = await renderAt('/logs');
  await userEvent.click(await screen.findByRole('button', { name: 'Time range: Last hour' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Last 7 days' }));
  await waitFor(() => expect(view.href()).toContain('from=now-7d&to=now'));
});
