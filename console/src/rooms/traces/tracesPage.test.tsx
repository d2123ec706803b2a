import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { giveSize, renderPage } from '@/lib/testing/renderPage';
import { ID, many, OTHER, server } from './testing/answers';
import { TracesPage } from './TracesPage';

beforeEach(() => giveSize());

/** The row of a table that holds the words, with plain spaces. */
const rowOf = async (words: string): Promise<string> =>
  (await screen.findByText(words)).closest('tr')?.textContent?.replaceAll('\u00a0', ' ') ?? '';

const openSearch = (search = '') => renderPage(() => <TracesPage />, '/traces', `/traces${search}`, server);

describe('TracesPage', () => {
  it('lists traces as links', async () => {
    await openSearch();
    const link = await screen.findByRole('link', { name: /POST \/pay/ });
    expect(link.getAttribute('href')).toBe(`/traces/${ID}`);
    expect(link.textContent).toContain('1 个错误');
  });

  it('asks what the URL says', async () => {
    const page = await openSearch('?service=pay&minDuration=100ms&errors=true');
    await screen.findByRole('link', { name: /POST \/pay/ });
    const asked = new URLSearchParams(
      page.requests.find((request) => request.includes('trace-summaries'))?.split('?')[1],
    );
    expect(asked.get('query.service_name')).toBe('pay');
    expect(asked.get('query.duration_min')).toBe('100000us');
    expect(asked.get('query.attributes')).toBe('{"error":"true"}');
  });

  it('puts a submitted search into the URL, opens a trace id, refuses nonsense', async () => {
    const page = await openSearch();
    const tags = await screen.findByLabelText('标签、链路号或单号');
    fireEvent.change(tags, { target: { value: 'nonsense' } });
    await screen.findByText('写成 键=值，以空格分隔');
    fireEvent.change(tags, { target: { value: 'a=b' } });
    fireEvent.submit(tags);
    await waitFor(() => expect(page.address()).toContain('tags=a%3Db'));
    fireEvent.change(tags, { target: { value: ID } });
    fireEvent.submit(tags);
    await waitFor(() => expect(page.address()).toBe(`/traces/${ID}`));
  });

  it('says why nothing is found', async () => {
    await openSearch('?tags=a%3Dnothing');
    await screen.findByText(/没有符合条件的链路/);
  });

  it('leads from two picked traces to their comparison', async () => {
    const page = await openSearch(`?pick=${OTHER}`);
    fireEvent.click(await screen.findByRole('checkbox'));
    await waitFor(() => expect(page.address()).toContain(`${OTHER}.${ID}`));
    fireEvent.click(await screen.findByRole('button', { name: '对比选中的两条' }));
    await waitFor(() => expect(page.address()).toBe(`/traces?tab=compare&a=${OTHER}&b=${ID}`));
  });

  it('tells what one trace did and the other did not', async () => {
    const page = await openSearch(`?tab=compare&a=${ID}&b=${OTHER}`);
    expect(await rowOf('op-pay')).toContain('变慢40 ms940 ms+900 ms');
    expect(await rowOf('op-sql')).toContain('缺少20 ms–');
    fireEvent.click(screen.getByRole('button', { name: '交换' }));
    await waitFor(() => expect(page.address()).toBe(`/traces?tab=compare&a=${OTHER}&b=${ID}`));
    await waitFor(async () => expect(await rowOf('op-sql')).toContain('新增'));
  });

  it('offers traces to compare a single one with, and refuses what is no id', async () => {
    const page = await openSearch(`?tab=compare&a=${OTHER}`);
    fireEvent.click(await screen.findByRole('button', { name: /居中的 90\sms/ }));
    await waitFor(() => expect(page.address()).toContain(`b=${ID}`));
    fireEvent.change(screen.getByLabelText(/链路 A/), { target: { value: 'order 5' } });
    await screen.findByText('不是链路号');
  });

  it('finds what slow traces have in common', async () => {
    await renderPage(
      () => <TracesPage />,
      '/traces',
      '/traces?view=why',
      (url) => (url.pathname.endsWith('/trace-summaries') ? { summaries: many } : server(url)),
    );
    expect(await rowOf('slow one')).toBe('mall-api bank=slow one100 %0 %');
    expect(await rowOf('op-pay')).toContain('940 ms40 ms+900 ms');
  });

  it('draws who calls whom', async () => {
    const page = await openSearch('?tab=map');
    fireEvent.click(await screen.findByRole('link', { name: /服务 pay/ }));
    await waitFor(() => expect(page.address()).toBe('/traces?service=pay'));
  });

  it('shows how well a service and its operations do, and leads to their traces', async () => {
    await openSearch('?tab=monitor&service=pay');
    const row = await rowOf('charge');
    expect(row).toBe('charge250 ms10.0 %2/s100 %');
    const links = screen.getAllByRole('link').map((link) => link.getAttribute('href'));
    expect(links).toContain('/traces?service=pay&operation=charge&minDuration=250ms&sort=longest');
    expect(links).toContain('/traces?service=pay&operation=charge&errors=true');
  });

  it('says which of two traces is not there', async () => {
    await openSearch(`?tab=compare&a=${ID}&b=${'f'.repeat(32)}`);
    await screen.findByText(/没有链路 ffff/);
  });

  it('asks for two traces when there is none to compare', async () => {
    await openSearch('?tab=compare');
    await screen.findByText(/勾选两条链路/);
  });

  it('writes rate, errors and percentile on the map, and knows databases by their callers', async () => {
    const vector = (metric: object, value: string) => ({ status: 'success', data: { resultType: 'vector', result: [{ metric, value: [0, value] }] } });
    const figures = (url: URL, form: URLSearchParams): unknown => {
      const expr = form.get('query') ?? '';
      if (url.pathname.endsWith('/dependencies')) return { data: [{ parent: 'pay', child: 'mysql', callCount: 12, errorCount: 3 }] };
      if (url.pathname !== '/prometheus/api/v1/query') return server(url);
      if (expr.includes('connection_type!=""')) return vector({ server: 'mysql', connection_type: 'database' }, '1');
      if (expr.includes('client_seconds_bucket')) return vector({ client: 'pay', server: 'mysql' }, '0.25');
      if (expr.includes('STATUS_CODE_ERROR')) return vector({ service_name: 'pay' }, '1');
      return vector({ service_name: 'pay' }, expr.includes('quantile') ? '1500' : '10');
    };
    const page = await renderPage(() => <TracesPage />, '/traces', '/traces?tab=map&from=now-6h&to=now', figures);
    await screen.findByText('10/s · ⚠ 10.0\u00a0% · 1.5\u00a0s', { normalizer: String });
    screen.getByText('数据库');
    fireEvent.click(screen.getByRole('link', { name: /pay → mysql：12 次调用 · 错误 25.0\s% · p95 250\sms/ }));
    await waitFor(() => expect(page.address()).toBe('/traces?service=pay&tags=db.system.name%3Dmysql&from=now-6h&to=now'));
  });

  it('draws the map without figures when the metrics are away, and says so', async () => {
    await renderPage(
      () => <TracesPage />,
      '/traces',
      '/traces?tab=map',
      (url) => (url.pathname.startsWith('/prometheus/') ? undefined : server(url)),
    );
    await screen.findByRole('link', { name: /服务 pay/ });
    await screen.findByText('不完整');
  });

  it('says what failed when the services cannot be read', async () => {
    await renderPage(() => <TracesPage />, '/traces', '/traces?tab=monitor', () => undefined);
    await screen.findByRole('alert');
    screen.getByText('重试');
  });

  it('says why a service has no figures', async () => {
    await renderPage(
      () => <TracesPage />,
      '/traces',
      '/traces?tab=monitor&service=idle',
      (url) => (url.pathname.startsWith('/jaeger/api/metrics/') ? { metrics: [] } : server(url)),
    );
    expect(await screen.findAllByText(/没有被调用/)).toHaveLength(4);
  });
});
