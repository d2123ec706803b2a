import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { giveSize, renderPage } from '@/lib/testing/renderPage';
import { DashboardPage } from './DashboardPage';
import { DashboardsPage } from './DashboardsPage';

beforeEach(() => {
  // Everything is on the screen: the one that happy-dom has never tells.
  vi.stubGlobal('IntersectionObserver', undefined);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const DASHBOARD = {
  uid: 'mall',
  title: '商城业务',
  time: { from: 'now-6h', to: 'now' },
  templating: { list: [{ name: 'service', type: 'query', query: 'label_values(up, service)', includeAll: true }] },
  panels: [
    { id: 1, type: 'stat', title: '订单 $service', gridPos: { x: 0, y: 0, w: 6, h: 4 }, targets: [{ refId: 'A', expr: 'sum(orders{service="$service"})' }], fieldConfig: { defaults: { unit: 'short' } } },
    { id: 2, type: 'table', title: '服务', gridPos: { x: 6, y: 0, w: 12, h: 6 }, targets: [{ refId: 'A', expr: 'up', instant: true, format: 'table' }] },
    { id: 3, type: 'text', title: '说明', gridPos: { x: 0, y: 6, w: 24, h: 3 }, options: { mode: 'markdown', content: '看 **订单** 页' } },
    { id: 4, type: 'geomap', title: '地图', gridPos: { x: 0, y: 9, w: 6, h: 6 }, targets: [] },
  ],
};

const queries: string[] = [];

function answers(url: URL, form: URLSearchParams): unknown {
  const path = url.pathname;
  if (path.endsWith('/dashboards/uid/mall')) return { dashboard: DASHBOARD, meta: { provisioned: true, version: 3 } };
  if (path.endsWith('/api/search')) return [{ uid: 'mall', title: '商城业务', tags: ['业务'], folderTitle: '随附' }, { uid: 'jvm', title: 'JVM', tags: [] }];
  if (path.endsWith('/label/service/values')) return { status: 'success', data: ['order', 'pay'] };
  if (path.endsWith('/label/__name__/values')) return { status: 'success', data: ['up'] };
  if (path.endsWith('/query_range')) {
    queries.push(form.get('query') ?? '');
    return { status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values: [[1000, '41'], [1060, '42']] }] } };
  }
  if (path.endsWith('/query')) return { status: 'success', data: { resultType: 'vector', result: [{ metric: { service: 'order' }, value: [1000, '1'] }] } };
  if (path.endsWith('/annotations')) return [];
  return undefined;
}

test('a dashboard shows its panels with its variables filled in', async () => {
  giveSize();
  queries.length = 0;
  const page = await renderPage(DashboardPage, '/dashboards/$uid', '/dashboards/mall?var-service=pay', answers);
  await screen.findByText('订单 pay');
  await screen.findByText('42');
  expect(queries).toContain('sum(orders{service="pay"})');
  expect(await screen.findByText('order', { selector: 'td' })).toBeTruthy();
  expect(screen.getByText('订单', { selector: 'strong' })).toBeTruthy();
  expect(screen.getByText('商城业务', { selector: 'h2' })).toBeTruthy();
  expect(screen.getByText('随产品提供')).toBeTruthy();
  await waitFor(() => expect(page.address()).toContain('from=now-6h'));
});

test('a new panel is edited, and shows as not saved', async () => {
  giveSize();
  const page = await renderPage(DashboardPage, '/dashboards/$uid', '/dashboards/mall?from=now-1h', answers);
  fireEvent.click(await screen.findByText('添加面板'));
  await screen.findByRole('dialog', { name: '编辑面板' });
  expect(page.address()).toContain('edit=5');
  fireEvent.change(screen.getByLabelText('标题'), { target: { value: '退款' } });
  fireEvent.click(screen.getByRole('button', { name: '应用' }));
  await screen.findByText('退款', { selector: 'h2' });
  expect(screen.getByText('未保存')).toBeTruthy();
});

test('dashboards are listed by folder and found by words', async () => {
  const page = await renderPage(DashboardsPage, '/dashboards', '/dashboards', answers);
  await screen.findByText('商城业务');
  expect(screen.getByText('随附')).toBeTruthy();
  fireEvent.change(screen.getByLabelText('按标题或标签查找'), { target: { value: 'jvm' } });
  await waitFor(() => expect(screen.queryByText('商城业务')).toBeNull());
  expect(page.address()).toContain('find=jvm');
});

test('an import says what will work before it is stored', async () => {
  await renderPage(DashboardsPage, '/dashboards', '/dashboards?import=1', answers);
  const field = await screen.findByLabelText('或粘贴 JSON');
  fireEvent.change(field, { target: { value: '{' } });
  expect(document.body.textContent).toMatch(/JSON|position|Expected/);
  fireEvent.change(field, { target: { value: JSON.stringify({ ...DASHBOARD, title: '导入的' }) } });
  await screen.findByText('导入「导入的」');
  await screen.findByText(/4 个面板，3 个按原样绘制/);
  expect(screen.getByText('以表格显示')).toBeTruthy();
  expect(screen.getByText('缺 orders')).toBeTruthy();
});
