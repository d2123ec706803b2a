import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderAt } from '@/test/render';
import { stubServer } from '@/test/stubServer';

const AT = '2026-11-02T02:00:00Z';

const ANSWER = {
  deployments: [
    {
      id: 'd2', service: 'mall', environment: 'production', version: 'mall@sha256:2', colour: 'green', status: 'rolled_back', reason: 'errors is 0.2', by: 'ci',
      startedAt: AT, committedAt: null, switchedAt: AT, finishedAt: '2026-11-02T02:01:30Z',
    },
  ],
  figures: { deployments: 4, perDay: 0.5, leadTimeSeconds: 7200, failureShare: 0.25, restoreTimeSeconds: null },
};

test('a deployment that was taken back says why, and the figures stand above', async () => {
  const server = stubServer();
  server.override(({ path }) => (path.startsWith('/api/deployments') ? ANSWER : undefined));
  await renderAt('/deployments');
  const row = (await screen.findByText('errors is 0.2')).closest('tr') as HTMLElement;
  expect(within(row).getByText('Rolled back')).toBeTruthy();
  expect(within(row).getByText('in green')).toBeTruthy();
  expect(screen.getByText('0.50')).toBeTruthy();
  expect(screen.getByText('25.0 %')).toBeTruthy();
  expect(screen.getByText('unknown')).toBeTruthy();
});

test('nothing deployed says how to', async () => {
  const server = stubServer();
  server.override(({ path }) => (path.startsWith('/api/deployments') ? { ...ANSWER, deployments: [] } : undefined));
  await renderAt('/deployments');
  expect(await screen.findByText(/deploy blue-green --plan/)).toBeTruthy();
});
