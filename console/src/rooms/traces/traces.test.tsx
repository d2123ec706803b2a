import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { giveSize, renderPage } from '@/lib/testing/renderPage';
import { TracePage } from './TracePage';
import { TracesPage } from './TracesPage';

const ID = '0af7651916cd43dd8448eb211c80319c';
const span = (spanID: string, parent: string | null, startTime: number, duration: number, tags: object[] = []) => ({
  spanID,
  operationName: `op-${spanID}`,
  references: parent === null ? [] : [{ refType: 'CHILD_OF', spanID: parent }],
  startTime: 1_700_000_000_000_000 + startTime,
  duration,
  tags,
  logs: [],
  processID: 'p1',
});
const trace = {
  traceID: ID,
  spans: [
    span('root', null, 0, 90_000),
    span('sql', 'root', 10_000, 20_000, [{ key: 'db.query.text', value: 'SELECT 1' }]),
    span('pay', 'root', 40_000, 40_000, [{ key: 'error', value: true }]),
  ],
  processes: { p1: { serviceName: 'mall-api', tags: [] } },
};
const logs = {
  entries: [{ id: 'l1', timestamp: '2023-11-14T22:13:20.050Z', level: 'error', message: '支付超时', spanId: 'pay' }],
};
const summaries = {
  summaries: [
    {
      traceId: ID,
      rootServiceName: 'mall-api',
      rootOperationName: 'POST /pay',
      minStartTimeUnixNano: '1700000000000000000',
      maxEndTimeUnixNano: '1700000000090000000',
      spanCount: 3,
      errorSpanCount: 1,
      services: [{ name: 'mall-api', spanCount: 3 }],
    },
  ],
};

const OTHER = 'b7ad6b7169203331b7ad6b7169203331';
/** The same, but paying took longer, through another bank, and nothing was asked of the database. */
const slower = {
  ...trace,
  traceID: OTHER,
  spans: [span('root', null, 0, 990_000), span('pay', 'root', 40_000, 940_000, [{ key: 'bank', value: 'slow one' }])],
};
const many = Array.from({ length: 20 }, (_, at) => {
  const [first] = summaries.summaries;
  const slow = at < 3;
  return { ...first, traceId: slow ? OTHER : ID, maxEndTimeUnixNano: slow ? '1700000000990000000' : first?.maxEndTimeUnixNano };
});

/** A call rate of 2 a second, a tenth failed, 250 ms; of one operation where operations are asked for. */
const family = (url: URL): object => ({
  metrics: [
    {
      labels: [
        { name: 'service_name', value: 'pay' },
        ...(url.searchParams.get('groupByOperation') === 'true' ? [{ name: 'operation', value: 'charge' }] : []),
      ],
      metricPoints: [
        {
          timestamp: new Date().toISOString(),
          gaugeValue: { doubleValue: url.pathname.endsWith('calls') ? 2 : url.pathname.endsWith('errors') ? 0.1 : 250 },
        },
      ],
    },
  ],
});

const server = (url: URL): unknown => {
  if (url.pathname === `/jaeger/api/traces/${ID}`) return { data: [trace] };
  if (url.pathname === `/jaeger/api/traces/${OTHER}`) return { data: [slower] };
  if (url.pathname.startsWith('/jaeger/api/archive/')) return { data: [] };
  if (url.pathname === '/jaeger/api/traces') {
    return { data: url.searchParams.getAll('traceID').map((id) => (id === OTHER ? slower : trace)) };
  }
  if (url.pathname === '/api/logs') return logs;
  if (url.pathname.endsWith('/services')) return { services: ['pay', 'mall-api'] };
  if (url.pathname.endsWith('/operations')) return { operations: [{ name: 'POST /pay', spanKind: 'server' }] };
  if (url.pathname.endsWith('/trace-summaries')) return url.search.includes('nothing') ? { summaries: [] } : summaries;
  if (url.pathname.startsWith('/jaeger/api/metrics/')) return family(url);
  if (url.pathname === '/prometheus/api/v1/query') return { status: 'success', data: { resultType: 'vector', result: [] } };
  if (url.pathname.endsWith('/dependencies')) return { data: [{ parent: 'mall-api', child: 'pay', callCount: 12 }] };
  return undefined;
};

beforeEach(() => giveSize());

const openTrace = (search = '') =>
  renderPage(() => <TracePage />, '/traces/$traceId', `/traces/${ID}${search}`, server);
const rows = (): string[] => screen.getAllByRole('row').map((row) => row.textContent ?? '');

describe('TracePage', () => {
  it('shows the spans in order, the failed one marked', async () => {
    await openTrace();
    await screen.findByRole('treegrid');
    expect(rows().map((text) => /op-\w+/.exec(text)?.[0])).toEqual(
      ['op-root', 'op-sql', 'op-pay'].map((name) => expect.stringContaining(name) as string),
    );
    expect(screen.getByLabelText('出错')).toBeTruthy();
  });

  it('is walked by keyboard: cursor, drawer, fold', async () => {
    const page = await openTrace();
    const grid = await screen.findByRole('treegrid');
    fireEvent.keyDown(grid, { key: 'ArrowDown' });
    fireEvent.keyDown(grid, { key: 'n' });
    fireEvent.keyDown(grid, { key: 'Enter' });
    await waitFor(() => expect(page.address()).toContain('span=pay'));
    await screen.findByRole('dialog');
    await screen.findByText('支付超时');
    fireEvent.keyDown(document.body, { key: 'Escape' });
    await waitFor(() => expect(page.address()).not.toContain('span='));
    fireEvent.keyDown(grid, { key: 'Home' });
    fireEvent.keyDown(grid, { key: 'ArrowLeft' });
    await waitFor(() => expect(page.address()).toContain('folded=root'));
    await waitFor(() => expect(rows()).toHaveLength(1));
  });

  it('opens the span of the link with its statement', async () => {
    await openTrace('?span=sql');
    await screen.findByRole('dialog');
    expect(screen.getAllByText('SELECT 1').length).toBeGreaterThan(0);
  });

  it('lays out a statement, opens an exception, and leads to the story and the metrics', async () => {
    const exception = [
      { key: 'event', value: 'exception' },
      { key: 'exception.type', value: 'SQLException' },
      { key: 'exception.message', value: 'deadlock' },
      { key: 'exception.stacktrace', value: 'at a\nat b' },
    ];
    const tags = [
      { key: 'db.query.text', value: 'update stock set qty = qty - ? where sku = ? and qty >= ? and deleted_at is null and hidden = 0' },
      { key: 'order.id', value: 'ORD-7' },
    ];
    const failing = { ...span('sql', null, 0, 90_000, tags), logs: [{ timestamp: 1_700_000_000_000_500, fields: exception }] };
    await renderPage(
      () => <TracePage />,
      '/traces/$traceId',
      `/traces/${ID}?span=sql`,
      (url) => (url.pathname === `/jaeger/api/traces/${ID}` ? { data: [{ ...trace, spans: [failing] }] } : server(url)),
    );
    await screen.findByText('SQLException: deadlock');
    const blocks = [...document.querySelectorAll('pre')].map((block) => block.textContent);
    expect(blocks).toContain('at a\nat b');
    expect(blocks.some((text) => text?.startsWith('update stock\nset qty') && text.endsWith('\n  and hidden = 0'))).toBe(true);
    expect(screen.getByRole('link', { name: '查一单 ORD-7' }).getAttribute('href')).toContain('tab=story&id=ORD-7');
    expect(screen.getByRole('link', { name: '在指标里看这个操作' }).getAttribute('href')).toContain('/metrics?query=histogram_quantile');
  });

  it('says what to look at first, and keeps the trace', async () => {
    const page = await openTrace();
    const first = await screen.findByRole('group', { name: '先看这里' });
    expect(first.textContent).toMatch(/错误起于 mall-api op-pay.*主要在等 mall-api op-pay/);
    fireEvent.click(within(first).getAllByRole('button')[0] as HTMLElement);
    await waitFor(() => expect(page.address()).toContain('span=pay'));
    expect(screen.getByLabelText('下载 JSON').getAttribute('href')).toBe(`/jaeger/api/traces/${ID}`);
    fireEvent.click(screen.getByLabelText('归档：不随保留期删除'));
    await waitFor(() => expect(page.requests).toContain(`/jaeger/api/archive/${ID}`));
  });

  it('hides what does not match', async () => {
    await openTrace('?find=select');
    await screen.findByText('1 处匹配');
    expect(rows()).toHaveLength(2);
  });

  it('opens as many levels as are asked for, and only the critical path', async () => {
    const page = await openTrace();
    const grid = await screen.findByRole('treegrid');
    fireEvent.keyDown(grid, { key: '1' });
    await waitFor(() => expect(rows()).toHaveLength(1));
    expect(page.address()).toContain('levels=1');
    fireEvent.click(screen.getByRole('button', { name: '只看关键路径' }));
    await waitFor(() => expect(rows()).toHaveLength(3));
    screen.getByText(/关键路径 100\.0/);
  });

  it('draws a flame graph that zooms into a frame and opens its slowest span', async () => {
    const page = await openTrace('?as=flame');
    fireEvent.click(await screen.findByRole('button', { name: /op-pay：1 次/ }));
    await waitFor(() => expect(page.address()).toContain('frame='));
    fireEvent.click(screen.getByRole('button', { name: /打开最慢的一次/ }));
    await waitFor(() => expect(page.address()).toContain('span=pay'));
  });

  it('adds up where the time went', async () => {
    const page = await openTrace('?as=table');
    fireEvent.click(await screen.findByRole('button', { name: '次数' }));
    await waitFor(() => expect(page.address()).toContain('by=count'));
    fireEvent.click(screen.getByText('数据库语句'));
    await screen.findByText('SELECT 1');
    expect(screen.getAllByRole('row')).toHaveLength(2);
  });

  it('says so when the trace is unknown', async () => {
    await renderPage(() => <TracePage />, '/traces/$traceId', '/traces/ffff', server);
    await screen.findByText(/没有链路 ffff/);
  });
});

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
});
