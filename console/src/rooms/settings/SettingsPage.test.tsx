import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { renderAt } from '@/test/render';
import { stubServer } from '@/test/stubServer';

test('the server tells its engines and what it recovered', async () => {
  stubServer();
  await renderAt('/settings');
  expect(await screen.findByText('lucene')).toBeTruthy();
  expect(screen.getByText(/replayed 12,000 samples/)).toBeTruthy();
  expect(screen.getByText('http://127.0.0.1:7700').getAttribute('href')).toBe('http://127.0.0.1:7700');
});

test('a name is remembered in this browser', async () => {
  stubServer();
  await renderAt('/settings');
  await userEvent.type(await screen.findByLabelText('Name'), 'Li');
  expect(localStorage.getItem('mallwatch.person')).toBe('Li');
});
