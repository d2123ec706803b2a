import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { incidentDetail } from '@/test/fixtures/alerting.mjs';
import { renderAt } from '@/test/render';
import { stubServer } from '@/test/stubServer';

test('snoozing, merging and assigning are sent; the drafts are links', async () => {
  localStorage.setItem('mallwatch.person', 'Li');
  const server = stubServer();
  server.override(({ method, path }) =>
    method === 'POST' && path.startsWith('/api/incidents/') ? incidentDetail('INC-000012', Date.now()) : undefined,
  );
  await renderAt('/incidents/INC-000012');
  const sent = () => server.requests.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, body]);

  await userEvent.click(await screen.findByRole('button', { name: 'More actions' }));
  expect((await screen.findByRole('menuitem', { name: 'Evidence bundle' })).getAttribute('href')).toBe(
    '/api/incidents/INC-000012/bundle',
  );
  expect(screen.getByRole('menuitem', { name: 'Post-mortem draft' }).getAttribute('href')).toBe(
    '/api/incidents/INC-000012/postmortem?lang=en',
  );
  await userEvent.click(screen.getByRole('menuitem', { name: 'Snooze calls for 30 min' }));
  await waitFor(() => expect(sent()).toContainEqual(['/api/incidents/INC-000012/snooze', { by: 'Li', minutes: 30 }]));

  await userEvent.click(screen.getByRole('button', { name: 'More actions' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Merge into another…' }));
  await userEvent.click(await screen.findByRole('button', { name: /INC-000011/ }));
  await waitFor(() =>
    expect(sent()).toContainEqual(['/api/incidents/INC-000012/merge', { by: 'Li', into: 'INC-000011' }]),
  );
});

test('the report tells means and the noisiest rules', async () => {
  const figures = {
    incidents: 4,
    acknowledged: 2,
    resolved: 3,
    meanSecondsToAcknowledge: 240,
    meanSecondsToResolve: null,
    responseBreaches: 1,
    resolutionBreaches: 0,
  };
  const server = stubServer();
  server.override(({ path }) =>
    path === '/api/incidents/report'
      ? {
          from: '2026-10-03T00:00:00Z',
          until: '2026-11-02T00:00:00Z',
          all: figures,
          byPriority: { P1: figures },
          byService: { pay: figures },
          rules: [{ rule: 'Noisy', incidents: 9, neverAcknowledged: 8, shortLived: 7, reopened: 3 }],
        }
      : undefined,
  );
  await renderAt('/incidents?state=report');
  expect(await screen.findByText('Noisy')).toBeTruthy();
  expect(screen.getByText('pay')).toBeTruthy();
  expect(screen.getAllByText('4 min').length + screen.getAllByText('–').length).toBeGreaterThan(2);
});
