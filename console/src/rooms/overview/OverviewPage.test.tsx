import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { renderAt } from '@/test/render';
import { problem, stubServer } from '@/test/stubServer';

test('the first page shows score, figures, incidents and freshness in Chinese', async () => {
  stubServer();
  await renderAt('/', 'zh-CN');
  expect(await screen.findByText('良好')).toBeTruthy();
  expect(screen.getByText('¥128.4万')).toBeTruthy();
  expect(screen.getByText('3,204')).toBeTruthy();
  expect(screen.getByText('支付成功率降到 81.2 %')).toBeTruthy();
  expect(screen.getByText('nginx logs')).toBeTruthy();
  expect(screen.getByText('演示数据')).toBeTruthy();
});

test('a part of the score opens into its indicators, and the URL says so', async () => {
  stubServer();
  const view = await renderAt('/');
  await userEvent.click(await screen.findByRole('button', { name: 'Transactions 91' }));
  const drawer = await screen.findByRole('dialog', { name: /Transaction health/ });
  expect(within(drawer).getByText('Payment success').getAttribute('href')).toContain('/metrics?query=');
  expect(view.href()).toBe('/?part=transactionHealth');
  await userEvent.keyboard('{ArrowDown}');
  expect(await screen.findByRole('dialog', { name: /System performance/ })).toBeTruthy();
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(view.href()).toBe('/'));
});

test('acknowledging asks who acts, once, and tells the server', async () => {
  const server = stubServer();
  server.override(({ method, path }) => (method === 'POST' && path.endsWith('/acknowledge') ? problem(409, 'Conflict', 'already resolved') : undefined));
  await renderAt('/');
  await userEvent.click(await screen.findByRole('button', { name: 'Acknowledge' }));
  await userEvent.type(await screen.findByLabelText('Name'), 'Wang Fang{Enter}');
  await waitFor(() =>
    expect(server.requests.find(({ method }) => method === 'POST')).toMatchObject({
      path: '/api/incidents/INC-000012/acknowledge',
      body: { by: 'Wang Fang' },
    }),
  );
  expect(await screen.findByText('already resolved')).toBeTruthy();
  expect(localStorage.getItem('mallwatch.person')).toBe('Wang Fang');
});

test('with nothing sent yet every panel says what is missing', async () => {
  stubServer('empty');
  await renderAt('/');
  expect(await screen.findByText('Not enough data for a score')).toBeTruthy();
  expect(screen.getByText('No open incidents')).toBeTruthy();
  expect(screen.getByText(/Nothing sends data yet/)).toBeTruthy();
  expect(screen.getAllByText('No data yet')).toHaveLength(4);
});

test('a fixed moment is asked for as such', async () => {
  const server = stubServer();
  await renderAt('/?from=1763800000000&to=1763886400000');
  await screen.findByText('Good');
  const asked = server.requests.find(({ path }) => path === '/api/overview');
  expect(asked?.params.get('at')).toBe(new Date(1_763_886_400_000).toISOString());
});

test('when the server fails each panel says so and the shell stays', async () => {
  stubServer().override(({ path }) => (path === '/api/overview' ? problem(400, 'Bad', 'no such time') : undefined));
  await renderAt('/');
  expect((await screen.findAllByText('no such time')).length).toBeGreaterThan(5);
  expect(screen.getAllByRole('navigation').length).toBeGreaterThan(0);
});

test('a figure opens into its formula, both ways and why one is missing', async () => {
  stubServer();
  const view = await renderAt('/');
  await userEvent.click(await screen.findByRole('button', { name: /Daily gross merchandise value/ }));
  const drawer = await screen.findByRole('dialog', { name: 'Daily gross merchandise value' });
  expect(view.href()).toBe('/?figure=dailyGMV');
  expect(within(drawer).getByText('what is counted')).toBeTruthy();
  expect(within(drawer).getByText(/SELECT SUM\(amount\)/)).toBeTruthy();
  expect(within(drawer).getByText(/Sources differ by 9.9/)).toBeTruthy();
  expect(await within(drawer).findByText('about ¥2.1M in the next 24 hours')).toBeTruthy();
  await userEvent.keyboard('{ArrowUp}{ArrowUp}');
  const logins = await screen.findByRole('dialog', { name: 'Login frequency' });
  expect(within(logins).getByText('business.mapping has nothing for logins')).toBeTruthy();
  expect(screen.getByRole('button', { name: /User churn rate missing/ })).toBeTruthy();
});

test('a book that does not add up shows its rows', async () => {
  stubServer();
  await renderAt('/', 'zh-CN');
  await userEvent.click(await screen.findByRole('button', { name: /余额等于流水之和 1 行，差 2.5/ }));
  const drawer = await screen.findByRole('dialog', { name: '余额等于流水之和' });
  expect(within(drawer).getByText('user_id')).toBeTruthy();
  expect(within(drawer).getByText('12')).toBeTruthy();
  expect(within(drawer).getByText('未恢复')).toBeTruthy();
});

test('an empty server says how to connect a mall, signal by signal', async () => {
  stubServer('empty');
  await renderAt('/');
  expect(await screen.findByText('0 of 4 have arrived')).toBeTruthy();
  await userEvent.click(await screen.findByRole('button', { name: 'How to connect it' }));
  const drawer = await screen.findByRole('dialog', { name: /Database/ });
  expect(within(drawer).getByText(/GRANT SELECT/)).toBeTruthy();
  await userEvent.keyboard('{ArrowUp}');
  expect(await screen.findByText(/OTEL_EXPORTER_OTLP_ENDPOINT/)).toBeTruthy();
});

test('objectives show what is left of their budgets', async () => {
  stubServer();
  await renderAt('/');
  expect(await screen.findByText('Checkout')).toBeTruthy();
  expect(screen.getByText('98 % promised')).toBeTruthy();
  expect(screen.getByText('2.4 ×')).toBeTruthy();
  expect(screen.getByText('own_one')).toBeTruthy();
  expect(screen.getByText('no events')).toBeTruthy();
});
