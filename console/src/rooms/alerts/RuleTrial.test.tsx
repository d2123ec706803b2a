import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { renderAt } from '@/test/render';
import { stubServer } from '@/test/stubServer';

const FINDING = {
  code: 'unit-slip',
  level: 'error',
  line: 5,
  rule: 'Slow',
  what: { zh: '单位不符', en: 'units differ' },
  advice: { zh: '改', en: 'write 2' },
  corrected: 'max(x_seconds) > 2',
};

const REHEARSAL = {
  rule: 'Slow',
  from: '2026-11-16T08:00:00Z',
  to: '2026-11-23T08:00:00Z',
  evaluations: 40321,
  total: 14,
  pendings: 3,
  shortestSeconds: 120,
  longestSeconds: 540,
  firings: [{ labels: { alertname: 'Slow', room: 'a' }, firedAt: '2026-11-20T08:00:00Z', endedAt: null, value: 3 }],
  told: [{ receiver: 'team', firing: 14, resolved: 13 }],
  cut: false,
};

const node = (id: number, depth: number, outcome: string, receiver: string, channels: string[]) => ({
  id,
  depth,
  matchers: depth === 0 ? [] : ['severity="critical"'],
  continue: false,
  receiver,
  channels,
  groupBy: ['alertname'],
  groupWaitSeconds: 30,
  groupIntervalSeconds: 300,
  repeatIntervalSeconds: 14400,
  outcome,
  refusedBy: '',
  mutedBy: [],
});

test('a rule is checked as it is written, corrected by one click and rehearsed', async () => {
  const server = stubServer();
  server.override(({ path, body }) => {
    const text = (body as { text?: string } | undefined)?.text ?? '';
    if (path === '/api/rules/check') return { rules: 1, problems: [], findings: text.includes('2000') ? [FINDING] : [] };
    return path === '/api/rules/rehearse' ? { rehearsals: [REHEARSAL] } : undefined;
  });
  await renderAt('/alerts?tab=rules');
  await userEvent.click(await screen.findByRole('button', { name: 'Write a rule' }));
  const dialog = await screen.findByRole('dialog', { name: 'A rule, tried before it serves' });
  await userEvent.click(within(dialog).getByLabelText('Name'));
  await userEvent.paste('Slow');
  await userEvent.click(within(dialog).getByLabelText('Condition'));
  await userEvent.paste('max(x_seconds) > 2000');
  expect(await within(dialog).findByText('units differ')).toBeTruthy();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Use the corrected condition' }));
  expect(await within(dialog).findByText('Nothing is wrong with it')).toBeTruthy();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Rehearse' }));
  expect(await within(dialog).findByText(/Would have fired 14 times in the last 7 days, for 2 ?min/)).toBeTruthy();
  expect(within(dialog).getByText('team: 14 notifications that it fires, 13 that it ended')).toBeTruthy();
  const asked = server.requests.find(({ path }) => path === '/api/rules/rehearse')?.body as { text: string; days: number };
  expect(asked.days).toBe(7);
  expect(asked.text).toContain('max(x_seconds) > 2\n');
});

test('the way of an alert is shown in the tree of routes', async () => {
  const server = stubServer();
  server.override(({ path, body }) => {
    if (path === '/api/routes') return { nodes: [node(0, 0, '', 'all', []), node(1, 1, '', 'phone', ['sms'])] };
    if (path !== '/api/routes/test') return undefined;
    expect(body).toEqual({ labels: { severity: 'critical' } });
    return {
      nodes: [node(0, 0, 'passed', 'all', []), node(1, 1, 'stayed', 'phone', ['sms'])],
      silences: [],
      inhibitedBy: {},
    };
  });
  await renderAt('/alerts?tab=routes');
  expect((await screen.findAllByText('no channels: nobody is told')).length).toBe(2);
  await userEvent.click(screen.getByLabelText('Labels of an alert'));
  await userEvent.paste('severity=critical');
  await waitFor(() => expect(screen.queryByText('Would be told: phone (sms)')).toBeTruthy());
  expect(screen.getByText('goes here')).toBeTruthy();
});

test('a silence or a source of inhibition is told beside the way', async () => {
  const server = stubServer();
  server.override(({ path }) =>
    path === '/api/routes/test'
      ? {
          nodes: [node(0, 0, 'stayed', 'all', ['email'])],
          silences: [{ id: '1', matchers: ['a="b"'], endsAt: '2026-11-23T08:00:00Z', createdBy: 'Wang', comment: 'release' }],
          inhibitedBy: { alertname: 'Down' },
        }
      : undefined,
  );
  await renderAt('/alerts?tab=routes&labels=a%3Db');
  expect(await screen.findByText('Nobody would be told now')).toBeTruthy();
  expect(screen.getByText(/Silenced by Wang \(release\)/)).toBeTruthy();
  expect(screen.getByText('Down')).toBeTruthy();
});

test('a receiver is tried, and what its channels answered is shown', async () => {
  const server = stubServer();
  server.override(({ path }) => {
    if (path === '/api/routes') return { nodes: [node(0, 0, '', 'phone', ['sms'])] };
    return path === '/api/receivers/phone/test'
      ? { outcomes: [{ channel: 'sms', target: '138****0000', state: 'failed', attempts: 3, error: 'no money', receipt: '' }] }
      : undefined;
  });
  await renderAt('/alerts?tab=routes');
  await userEvent.click(await screen.findByRole('button', { name: 'Send a test' }));
  expect(await screen.findByText(/138\*\*\*\*0000 no money/)).toBeTruthy();
  expect(screen.getByText('Failed')).toBeTruthy();
});
