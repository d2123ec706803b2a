import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { renderAt } from '@/test/render';
import { problem, stubServer } from '@/test/stubServer';
import { starterPlan, targetName } from './plan';

const iso = (ms: number) => new Date(ms).toISOString();

const plan = {
  people: [
    {
      id: 'wang',
      name: '王芳',
      zone: 'Asia/Shanghai',
      contacts: [{ kind: 'email', address: 'wang@mall', after: 0, least: 'P3' }],
      quiet: { from: '23:00', until: '07:00' },
    },
  ],
  teams: [],
  schedules: [{ id: 'primary', name: '主值班', zone: 'Asia/Shanghai', layers: [] }],
  overrides: [],
  policies: [
    {
      id: 'std',
      name: '标准',
      match: {},
      steps: [
        { after: 0, targets: ['schedule:primary'] },
        { after: 5, targets: ['everyone'] },
      ],
      repeat: 10,
      ackTimeout: 60,
    },
  ],
  calendar: { holidays: [], workdays: [] },
};

function serve(verified: string[] = []) {
  const server = stubServer();
  server.override(({ method, path }) => {
    const now = Date.now();
    switch (`${method} ${path}`) {
      case 'GET /api/oncall/plan':
      case 'POST /api/oncall/contacts/verify':
      case 'POST /api/oncall/overrides':
        return { version: 3, plan, verified };
      case 'GET /api/oncall':
        return {
          at: iso(now),
          onDuty: [
            { schedule: 'primary', name: '主值班', person: 'wang', personName: '王芳', source: 'day', until: iso(now + 9e6), next: null },
          ],
          gaps: [{ schedule: 'primary', from: iso(now + 9e6), until: iso(now + 1.8e7) }],
        };
      case 'GET /api/oncall/shifts':
        return { shifts: [{ from: iso(now - 9e6), until: iso(now + 9e6), person: 'wang', source: 'day' }] };
      case 'POST /api/oncall/contacts/code':
        return { done: true };
      default:
        return undefined;
    }
  });
  return server;
}

test('who is on call, the gap ahead, the steps and the people are shown', async () => {
  serve(['email wang@mall']);
  await renderAt('/oncall');
  expect((await screen.findAllByText('王芳')).length).toBeGreaterThan(1);
  expect(screen.getByText('Gap')).toBeTruthy();
  expect(await screen.findByText('everyone')).toBeTruthy();
  expect(screen.getByText('verified')).toBeTruthy();
  expect(screen.getByText('quiet 23:00–07:00 (but for P0)')).toBeTruthy();
});

test('a contact is verified by its code', async () => {
  const server = serve();
  await renderAt('/oncall');
  await userEvent.click(await screen.findByRole('button', { name: 'Verify' }));
  await userEvent.type(await screen.findByLabelText('Six digits'), '123456');
  await userEvent.click(screen.getAllByRole('button', { name: 'Verify' }).at(-1) as HTMLElement);
  await waitFor(() =>
    expect(server.requests.find(({ path }) => path.endsWith('/verify'))?.body).toEqual({
      person: 'wang',
      kind: 'email',
      address: 'wang@mall',
      code: '123456',
    }),
  );
});

test('what the server refuses of a plan is shown in its words', async () => {
  localStorage.setItem('mallwatch.person', 'Li');
  const server = serve();
  server.override(({ method, path }) =>
    method === 'POST' && path === '/api/oncall/plan' ? problem(400, 'Bad request', 'plan.people[0].id: is missing') : undefined,
  );
  await renderAt('/oncall');
  const edit = await screen.findByRole('button', { name: 'Edit the plan' });
  await waitFor(() => expect((edit as HTMLButtonElement).disabled).toBe(false));
  await userEvent.click(edit);
  await userEvent.click(await screen.findByRole('button', { name: 'Save' }));
  expect(await screen.findByText('plan.people[0].id: is missing')).toBeTruthy();
  expect(server.requests.find(({ method }) => method === 'POST')?.body).toMatchObject({ version: 3, by: 'Li' });
});

test('targets have the names that people know', () => {
  expect(targetName('schedule:primary', plan as never)).toBe('主值班');
  expect(targetName('person:gone', plan as never)).toBe('gone');
  expect(targetName('everyone', plan as never)).toBeNull();
  expect(JSON.stringify(starterPlan('2026-11-23'))).toContain('"start":"2026-11-23"');
});
