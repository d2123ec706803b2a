import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { giveSize, renderPage } from '@/lib/testing/renderPage';
import { readHistory } from './query/history';
import { MetricsPage } from './MetricsPage';
import type { QueryEditorProps } from './query/QueryEditor';

// CodeMirror measures text, which happy-dom does not lay out; the editor itself is looked at in a browser.
vi.mock('./query/QueryEditor', () => ({
  QueryEditor: ({ text, label, mark, onChange, onSubmit }: QueryEditorProps) => (
    <input
      aria-label={label}
      value={text}
      data-mark={mark?.offset}
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
    const stats = { timings: { evalTotalTime: 0.012 }, samples: { totalQueryableSamples: 321, seriesRead: 2 } };
    return ok({ resultType: 'vector', result, stats }, { infos: ['metric might not be a counter'] });
  }
  if (path === '/label/__name__/values') return ok(['http_requests_total', 'temperature']);
  if (path === '/metadata') return ok({ http_requests_total: [{ type: 'counter', help: '请求数', unit: '' }] });
  if (path === '/labels') return ok(['__name__', 'route']);
  if (path === '/series') {
    return ok(['/pay', '/login'].map((route) => ({ __name__: 'http_requests_total', job: 'mall', route })));
  }
  if (path === '/query_exemplars') return ok([]);
  if (path === '/format_query') return ok('sum by (a) (m)');
  if (path === '/parse_query') {
    const selector = { type: 'vectorSelector', name: 'm', matchers: [{ name: '__name__', type: '=', value: 'm' }], offset: 0 };
    return ok({ type: 'aggregation', op: 'sum', expr: selector, param: null, grouping: ['route'], without: false });
  }
  if (path === '/status/tsdb') {
    const counts = [{ name: 'http_requests_total', value: 900 }];
    return ok({
      headStats: { numSeries: 1200, numLabelPairs: 80, chunkCount: 2400, minTime: 1, maxTime: 3_600_001 },
      seriesCountByMetricName: counts,
      labelValueCountByLabelName: [{ name: 'route', value: 30 }],
      memoryInBytesByLabelName: [{ name: 'route', value: 2048 }],
      seriesCountByLabelValuePair: [{ name: 'job=mall', value: 1000 }],
    });
  }
  if (path === '/scrape_pools') return ok({ scrapePools: ['mall', 'db'] });
  if (path === '/targets/relabel_steps') {
    const rule = { action: 'replace', source_labels: ['__address__'], regex: '(.*)', target_label: 'instance', replacement: '$1' };
    return ok({ steps: [{ rule, output: { __address__: 'down:1', instance: 'down:1' }, keep: true }] });
  }
  if (path === '/targets') {
    return ok({
      activeTargets: [
        { labels: { job: 'mall' }, scrapePool: 'mall', scrapeUrl: 'http://up', health: 'up' },
        {
          labels: { job: 'db' },
          scrapePool: 'db',
          scrapeUrl: 'http://down',
          health: 'down',
          discoveredLabels: { __address__: 'down:1' },
          lastError: 'connection refused',
        },
      ],
      droppedTargets: [{ discoveredLabels: { __address__: 'left:9' }, scrapePool: 'db' }],
      droppedTargetCounts: { db: 3 },
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
    await waitFor(() => expect(screen.getByLabelText('PromQL 表达式').dataset['mark']).toBe('4'));
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
    fireEvent.click(await screen.findByRole('button', { name: /^route/ }));
    fireEvent.click(await screen.findByRole('button', { name: /\/pay/ }));
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

  it('lists targets, what is down first and with its reason, down to how its labels came to be', async () => {
    const page = await open('?tab=targets');
    await screen.findByText('connection refused');
    expect(screen.getAllByText(/^http:/).map((cell) => cell.textContent)).toEqual(['http://down', 'http://up']);
    fireEvent.click(screen.getByRole('button', { name: '失败 1' }));
    await waitFor(() => expect(page.address()).toContain('health=down'));
    await waitFor(() => expect(screen.queryByText('http://up')).toBeNull());
    fireEvent.click(screen.getByRole('button', { name: 'http://down' }));
    const drawer = within(await screen.findByRole('dialog'));
    await drawer.findByText(/replace: \[__address__\]/);
    expect(drawer.getByLabelText('新增').parentElement?.textContent).toBe('+instance=down:1');
  });

  it('shows what relabelling dropped', async () => {
    const page = await open('?tab=targets');
    fireEvent.click(await screen.findByRole('button', { name: /left:9/ }));
    await screen.findByText(/采集池 db 的重标记规则/);
    expect(page.address()).toContain('dropped=');
  });

  it('explains a query: its tree, each part of it, what it cost and what the engine remarked', async () => {
    await open('?query=sum%20by%20(route)%20(m)&view=explain');
    await screen.findByText('sum by (route)');
    await screen.findByText('metric might not be a counter');
    const rows = screen.getAllByRole('row').slice(1);
    await waitFor(() => expect(within(rows[1] as HTMLElement).getByText('12 ms')).toBeTruthy());
    expect(screen.getAllByText('321').length).toBeGreaterThan(0);
  });

  it('leads from what fills the store to the label that multiplies', async () => {
    const page = await open('?tab=cardinality');
    await screen.findByText('1,200');
    fireEvent.click(screen.getByRole('button', { name: /http_requests_total/ }));
    await screen.findByText(/标签 route 有 2 个取值，影响最大/);
    expect(page.address()).toContain('drill=http_requests_total');
  });

  it('stops a running query only when asked twice', async () => {
    let stopped = '';
    const answers = (url: URL, form: URLSearchParams): unknown => {
      if (url.pathname.endsWith('/status/queries/7')) {
        stopped = '7';
        return new Response(null, { status: 204 });
      }
      if (url.pathname.endsWith('/status/queries/slow')) {
        return ok([{ query: 'count(all)', since: '2026-11-02T04:00:00Z', seconds: 2.45, samples: 9, origin: 'Grafana', priority: 'rule' }]);
      }
      if (!url.pathname.endsWith('/status/queries')) return server(url, form);
      const since = new Date(Date.now() - 12_000).toISOString();
      return ok(stopped === '7' ? [] : [{ id: '7', query: 'sum(huge)', since, samples: 42_000, origin: '王芳', priority: 'interactive' }]);
    };
    await renderPage(() => <MetricsPage />, '/metrics', '/metrics?tab=running', answers);
    await screen.findByText('sum(huge)');
    expect(screen.getByText('42,000')).toBeTruthy();
    await screen.findByText('慢查询（1）');
    expect(screen.getByText('count(all)').closest('a')?.getAttribute('href')).toContain('count%28all%29');
    fireEvent.click(screen.getByRole('button', { name: '终止' }));
    expect(stopped).toBe('');
    fireEvent.click(within(screen.getByRole('group', { name: /终止这个查询/ })).getByRole('button', { name: '终止' }));
    await screen.findByText('现在没有正在运行的查询。');
  });

  it('keeps each query\'s own view in the URL, disables and formats it', async () => {
    const page = await open('?query=m&query=up&view.B=table');
    await screen.findByRole('radiogroup', { name: '画法' });
    fireEvent.click(screen.getAllByRole('button', { name: '停用此查询' })[1] as HTMLElement);
    await screen.findByText('已停用，不发送查询。');
    expect(new URLSearchParams(page.address().split('?')[1]).get('off')).toBe('B');
    fireEvent.click(screen.getByRole('button', { name: '对数轴' }));
    await waitFor(() => expect(page.address()).toContain('scale.A=log'));
    fireEvent.click(screen.getAllByRole('button', { name: '格式化' })[0] as HTMLElement);
    await waitFor(() => expect((screen.getAllByLabelText('PromQL 表达式')[0] as HTMLInputElement).value).toBe('sum by (a) (m)'));
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
