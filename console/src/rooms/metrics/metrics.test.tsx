import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { giveSize, renderPage } from '@/lib/testing/renderPage';
import { readHistory } from './history';
import { MetricsPage } from './MetricsPage';
import type { QueryEditorProps } from './QueryEditor';

// CodeMirror measures text, which happy-dom does not lay out; the editor itself is looked at in a browser.
vi.mock('./QueryEditor', () => ({
  QueryEditor: ({ text, label, onChange, onSubmit }: QueryEditorProps) => (
    <input
      aria-label={label}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Enter' && onSubmit(text)}
    />
  ),
}));

const ok = (data: unknown, extra: object = {}) => ({ status: 'success', data, ...extra });
const refused = (error: string) =>
  new Response(JSON.stringify({ status: 'error', errorType: 'bad_data', error }), { status: 400 });

const server = (url: URL, form: URLSearchParams): unknown => {
  const path = url.pathname.replace('/prometheus/api/v1', '');
  if (path === '/query_range' && form.get('query') === 'sum(')
    return refused('invalid parameter "query": 1:5: parse error: unclosed left parenthesis');
  if (path === '/query_range' && form.get('query') === 'nothing') return ok({ resultType: 'matrix', result: [] });
  if (path === '/query_range') {
    const at = Number(form.get('start'));
    const result = ['a', 'b'].map((route, index) => ({
      metric: { __name__: 'm', route },
      values: [[at, String(index + 1)]],
    }));
    return ok({ resultType: 'matrix', result }, { warnings: ['only half was read'] });
  }
  if (path === '/query') {
    const result = ['a', 'b'].map((route, index) => ({
      metric: { __name__: 'm', route, job: 'x' },
      value: [1, String(index + 1)],
    }));
    return ok({ resultType: 'vector', result });
  }
  if (path === '/label/__name__/values') return ok(['http_requests_total', 'temperature']);
  if (path === '/metadata') return ok({ http_requests_total: [{ type: 'counter', help: '请求数', unit: '' }] });
  if (path === '/labels') return ok(['__name__', 'route']);
  if (path === '/label/route/values') return ok(['/pay', '/login']);
  if (path === '/targets') {
    return ok({
      activeTargets: [
        { labels: { job: 'mall' }, scrapePool: 'mall', scrapeUrl: 'http://up', health: 'up' },
        {
          labels: { job: 'db' },
          scrapePool: 'db',
          scrapeUrl: 'http://down',
          health: 'down',
          lastError: 'connection refused',
        },
      ],
    });
  }
  return undefined;
};

beforeEach(() => giveSize(900, 600));
const open = (search = '') => renderPage(() => <MetricsPage />, '/metrics', `/metrics${search}`, server);

describe('MetricsPage', () => {
  it('draws each query of the URL and says what is partial', async () => {
    await open('?query=m&query=nothing');
    await screen.findByText('{route="b"}');
    expect(screen.getByText('不完整')).toBeTruthy();
    await screen.findByText(/这段时间内没有数据/);
  });

  it('shows where a query is wrong', async () => {
    const { container } = await open('?query=sum(');
    await screen.findByText(/unclosed left parenthesis/);
    expect([...container.querySelectorAll('pre')].at(-1)?.textContent).toBe('sum(\n    ^');
  });

  it('sorts the table by value and by label', async () => {
    await open('?query=m&view=table');
    await screen.findByRole('table');
    const values = (): (string | null | undefined)[] =>
      screen
        .getAllByRole('row')
        .slice(1)
        .filter((row) => row.textContent !== '')
        .map((row) => within(row).getAllByRole('cell').at(-1)?.textContent);
    await waitFor(() => expect(values()).toEqual(['2', '1']));
    fireEvent.click(screen.getByRole('button', { name: /^route/ }));
    expect(values()).toEqual(['1', '2']);
    expect(screen.getByText('job=')).toBeTruthy();
  });

  it('leads from the list of metrics over label values to a query', async () => {
    const page = await open('?tab=explore');
    fireEvent.click(await screen.findByRole('button', { name: /http_requests_total/ }));
    await waitFor(() => expect(page.address()).toContain('metric=http_requests_total'));
    fireEvent.click(await screen.findByRole('button', { name: 'route' }));
    fireEvent.click(await screen.findByRole('button', { name: '/pay' }));
    fireEvent.click(
      await screen.findByRole('button', { name: 'sum by (route) (rate(http_requests_total{route="/pay"}[5m]))' }),
    );
    await waitFor(() =>
      expect(new URLSearchParams(page.address().split('?')[1]).getAll('query')).toEqual([
        'sum by (route) (rate(http_requests_total{route="/pay"}[5m]))',
      ]),
    );
  });

  it('finds metrics by their meaning', async () => {
    const page = await open('?tab=explore');
    const field = await screen.findByPlaceholderText('按名称或说明查找');
    await screen.findByRole('button', { name: /temperature/ });
    fireEvent.change(field, { target: { value: '请求' } });
    await waitFor(() => expect(screen.queryByRole('button', { name: /temperature/ })).toBeNull());
    expect(page.address()).toContain('find=');
  });

  it('lists targets, what is down first and with its reason', async () => {
    const page = await open('?tab=targets');
    await screen.findByText('connection refused');
    expect(screen.getAllByText(/^http:/).map((cell) => cell.textContent)).toEqual(['http://down', 'http://up']);
    fireEvent.click(screen.getByRole('button', { name: '只看失败（1）' }));
    await waitFor(() => expect(page.address()).toContain('down=1'));
    await waitFor(() => expect(screen.queryByText('http://up')).toBeNull());
  });

  it('runs on Enter, adds and removes queries, remembers them', async () => {
    const page = await open('?query=m');
    const queries = (): string[] => new URLSearchParams(page.address().split('?')[1]).getAll('query');
    fireEvent.click(await screen.findByRole('button', { name: '增加查询' }));
    const editors = await screen.findAllByLabelText('PromQL 表达式');
    fireEvent.change(editors[1] as HTMLElement, { target: { value: 'up' } });
    fireEvent.keyDown(editors[1] as HTMLElement, { key: 'Enter' });
    await waitFor(() => expect(queries()).toEqual(['m', 'up']));
    expect(readHistory(localStorage)).toEqual(['up']);
    fireEvent.click(screen.getAllByRole('button', { name: '移除查询' })[0] as HTMLElement);
    await waitFor(() => expect(queries()).toEqual(['up']));
  });

  it('offers a way out of the empty page', async () => {
    const page = await open();
    fireEvent.click(await screen.findByRole('button', { name: '浏览指标' }));
    await waitFor(() => expect(page.address()).toContain('tab=explore'));
  });
});
