import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { giveSize, renderPage } from '@/lib/testing/renderPage';
import { LogsPage } from './LogsPage';

const line = (id: string, message: string, extra: object = {}) => ({
  id,
  timestamp: '2026-11-23T04:00:00.123Z',
  level: 'error',
  service: 'pay',
  message,
  requestId: 'req-1',
  traceId: 'abc',
  spanId: 's1',
  data: { amount: 12 },
  ...extra,
});
const FACETS: Record<string, { value: string; count: number }[]> = {
  service: [{ value: 'pay', count: 2 }],
  level: [{ value: 'error', count: 2 }],
  category: [{ value: 'business', count: 1 }],
};
const fields = [
  { name: 'level', type: 'keyword', percent: 100, top: FACETS['level'] },
  { name: 'category', type: 'keyword', percent: 50, top: FACETS['category'] },
  { name: 'data.amount', type: 'number', percent: 90, top: [{ value: '12', count: 7 }] },
];

const server = (url: URL): unknown => {
  if (url.pathname === '/api/logs/context') {
    return {
      entries: [line('before', '下单'), line(url.searchParams.get('id') ?? '', '支付超时'), line('after', '退款')],
    };
  }
  if (url.pathname === '/api/logs/patterns') {
    const one = {
      service: 'pay',
      level: 'error',
      example: '订单 17 支付超时',
      firstSeen: '2026-11-23T03:00:00Z',
      lastSeen: '2026-11-23T04:00:00Z',
    };
    const some = { ...one, id: 'p1', formerIds: [], template: '订单 <*> 支付超时', count: 321, total: 900, new: false, trend: [1, 2] };
    const fresh = { ...one, id: 'p2', formerIds: ['p0'], template: '退款失败', count: 2, total: 2, new: true, trend: [0, 2] };
    const patterns = url.searchParams.get('sort') === 'new' ? [fresh, some] : [some, fresh];
    return { patterns, total: 2, since: '2026-11-20T00:00:00Z' };
  }
  const q = url.searchParams.get('q') ?? '';
  const count = q === 'none' ? 0 : 2;
  if (url.pathname === '/api/logs/fields') return { sampled: 2, fields };
  if (url.pathname === '/api/logs/histogram') {
    const t = Number(url.searchParams.get('from'));
    return { total: count, intervalMillis: 60_000, buckets: count === 0 ? [] : [{ t, counts: { error: 1, info: 1 } }] };
  }
  if (url.pathname === '/api/logs/facets') {
    const names = (url.searchParams.get('fields') ?? '').split(',');
    return { total: count, facets: Object.fromEntries(names.map((name) => [name, { values: FACETS[name] ?? [], other: 0 }])) };
  }
  if (url.pathname === '/api/logs/complete') {
    const values = FACETS[url.searchParams.get('field') ?? ''] ?? [];
    return { completions: values.map(({ value, count: n }) => ({ text: value, count: n })) };
  }
  if (url.pathname !== '/api/logs') return undefined;
  if (q === 'bad(') {
    return new Response(JSON.stringify({ title: 'Bad query', status: 400, detail: 'expected ) at 4' }), {
      status: 400,
    });
  }
  const entries = count === 0 ? [] : [line('a', '支付超时'), line('b', '支付完成', { level: 'info' })];
  return { entries, total: count, totalExact: false, next: null, tookMillis: 4 };
};

beforeEach(() => giveSize(900, 600));
const open = (search = '') => renderPage(() => <LogsPage />, '/logs', `/logs${search}`, server);
const lines = (): string[] =>
  within(screen.getByRole('listbox', { name: '日志' }))
    .getAllByRole('option')
    .map((row) => row.textContent ?? '');
const asked = (requests: readonly string[]): URLSearchParams =>
  new URLSearchParams(
    requests
      .filter((request) => request.startsWith('/api/logs?'))
      .at(-1)
      ?.split('?')[1],
  );

describe('LogsPage', () => {
  it('shows lines with the match marked', async () => {
    const { container } = await open('?q=支付');
    await waitFor(() => expect(lines()).toHaveLength(2));
    expect([...container.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['支付', '支付']);
    await screen.findByText('2 行');
  });

  it('asks for what the URL says', async () => {
    const page = await open('?q=x&level=error,warn&service=pay&from=1700000000000&to=1700000060000');
    await waitFor(() => expect(asked(page.requests).get('level')).toBe('error,warn'));
    expect(Object.fromEntries(asked(page.requests))).toMatchObject({
      q: 'x',
      service: 'pay',
      from: '1700000000000',
      to: '1700000060000',
    });
  });

  it('searches on Enter, completes fields and values from the keyboard', async () => {
    const page = await open();
    await waitFor(() => expect(lines()).toHaveLength(2));
    const field = screen.getByRole('combobox', { name: '日志查询' });
    const type = (value: string): void => {
      fireEvent.change(field, { target: { value, selectionStart: value.length } });
    };
    type('cat');
    fireEvent.keyDown(field, { key: 'ArrowDown' });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect((field as HTMLInputElement).value).toBe('category:');
    fireEvent.keyDown(field, { key: 'ArrowDown' });
    fireEvent.keyDown(field, { key: 'Tab' });
    expect((field as HTMLInputElement).value).toBe('category:business ');
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(new URLSearchParams(page.address().split('?')[1]).get('q')).toBe('category:business'));
  });

  it('narrows by level, service and facet', async () => {
    const page = await open();
    await waitFor(() => expect(lines()).toHaveLength(2));
    fireEvent.click(screen.getByRole('button', { name: /^warn/ }));
    await waitFor(() => expect(page.address()).toContain('level=warn'));
    fireEvent.click(within(await screen.findByRole('region', { name: '类别' })).getByTitle('business'));
    await waitFor(() => expect(page.address()).toContain('q=category%3Abusiness'));
    fireEvent.click(await screen.findByRole('button', { name: '排除 service = pay' }));
    await waitFor(() =>
      expect(new URLSearchParams(page.address().split('?')[1]).get('q')).toBe('category:business -service:pay'),
    );
  });

  it('turns the order round, and chooses and widens columns in the URL', async () => {
    const page = await open('?cols=data.amount*90,message');
    await waitFor(() => expect(lines()).toHaveLength(2));
    expect(lines()[0]).toContain('12');
    fireEvent.click(screen.getByRole('button', { name: /时间/ }));
    await waitFor(() => expect(asked(page.requests).get('order')).toBe('oldest'));
    fireEvent.click(screen.getByRole('button', { name: 'amount' }));
    await waitFor(() => expect(asked(page.requests).get('sort')).toBe('data.amount:desc'));
    fireEvent.keyDown(screen.getByRole('separator', { name: 'data.amount 的列宽' }), { key: 'ArrowRight' });
    await waitFor(() => expect(page.address()).toContain('cols=data.amount*106%2Cmessage'));
    fireEvent.click(screen.getByRole('button', { name: '选择列' }));
    fireEvent.click(await screen.findByRole('checkbox', { name: 'category' }));
    await waitFor(() => expect(page.address()).toContain('category'));
  });

  it('adds a field to be counted, and finds a value in it', async () => {
    const page = await open();
    await waitFor(() => expect(lines()).toHaveLength(2));
    fireEvent.click(await screen.findByRole('button', { name: '添加字段' }));
    fireEvent.click(await screen.findByRole('button', { name: /data\.amount/ }));
    await waitFor(() => expect(page.address()).toContain('facets=level%2Cservice%2Ccategory%2Cdata.amount'));
  });

  it('says what is wrong with a query and where', async () => {
    const { container } = await open();
    const field = screen.getByRole('combobox', { name: '日志查询' });
    fireEvent.change(field, { target: { value: '"支付', selectionStart: 3 } });
    await screen.findByText('引号没有结束');
    expect(container.querySelector('[data-severity="error"]')?.textContent).toBe('"支付');
    expect(field.getAttribute('aria-invalid')).toBe('true');
  });

  it('keeps a search by name and brings it back', async () => {
    localStorage.clear();
    const page = await open('?q=x&level=error');
    fireEvent.click(screen.getByRole('button', { name: '查询历史与收藏' }));
    fireEvent.change(await screen.findByRole('textbox', { name: '给当前查询起个名字' }), { target: { value: '慢' } });
    fireEvent.click(screen.getByRole('button', { name: '收藏' }));
    fireEvent.click(screen.getByRole('button', { name: '清空查询' }));
    await waitFor(() => expect(page.address()).not.toContain('q='));
    fireEvent.click(await screen.findByRole('button', { name: /^慢/ }));
    await waitFor(() => expect(page.address()).toContain('q=x'));
  });

  it('writes the search as an alert rule', async () => {
    await open('?level=error&service=pay');
    fireEvent.click(screen.getByRole('button', { name: '存为告警规则' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog.textContent).toContain('level=\\"error\\", service=\\"pay\\"');
  });

  it('starts the live tail by t, but not by g t', async () => {
    const page = await open();
    fireEvent.keyDown(document.body, { key: 'g' });
    fireEvent.keyDown(document.body, { key: 't' });
    expect(page.address()).toBe('/logs');
    vi.stubGlobal('EventSource', Stream);
    fireEvent.keyDown(document.body, { key: 't' });
    await waitFor(() => expect(page.address()).toContain('live=1'));
  });

  it('opens a line by keyboard, filters by its fields, shows what surrounds it', async () => {
    const page = await open();
    await waitFor(() => expect(lines()).toHaveLength(2));
    const list = screen.getByRole('listbox', { name: '日志' });
    fireEvent.keyDown(list, { key: 'j' });
    fireEvent.keyDown(list, { key: 'Enter' });
    await waitFor(() => expect(page.address()).toContain('row=a'));
    const drawer = within(await screen.findByRole('dialog'));
    expect(drawer.getByRole('link', { name: '打开链路' }).getAttribute('href')).toBe('/traces/abc?span=s1');
    expect(drawer.getByRole('link', { name: '只看这个请求' }).getAttribute('href')).toContain('requestId%3Areq-1');
    fireEvent.click(drawer.getByRole('button', { name: '只看 data.amount = 12' }));
    await waitFor(() => expect(page.address()).toContain('data.amount%3A12'));
    expect(page.address()).toContain('row=a');
    fireEvent.click(screen.getByRole('radio', { name: '前后文' }));
    await screen.findByText('退款');
    expect(page.address()).toContain('detail=context');
  });

  it('fetches the line of a link that is not among those loaded', async () => {
    await open('?row=far');
    expect((await screen.findAllByText('支付超时', { selector: '[role=dialog] code' })).length).toBeGreaterThan(0);
  });

  it('shows the reason of a bad query and keeps the page', async () => {
    await open('?q=bad(');
    expect((await screen.findAllByText('expected ) at 4')).length).toBeGreaterThan(0);
    expect(screen.getByRole('combobox', { name: '日志查询' })).toBeTruthy();
  });

  it('says why nothing is found, and clears the conditions', async () => {
    const page = await open('?q=none');
    fireEvent.click(await screen.findByRole('button', { name: '清除全部条件' }));
    await waitFor(() => expect(page.address()).toBe('/logs'));
  });
});

class Stream extends EventTarget {
  static opened: Stream[] = [];
  closed = false;
  constructor(readonly url: string) {
    super();
    Stream.opened.push(this);
  }
  close(): void {
    this.closed = true;
  }
  send(...rows: object[]): void {
    for (const row of rows) this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(row) }));
  }
}

describe('live tail', () => {
  it('follows, pauses without losing, resumes, and closes', async () => {
    Stream.opened = [];
    vi.stubGlobal('EventSource', Stream);
    const page = await open('?live=1&level=error');
    await screen.findByText('正在连接');
    const stream = Stream.opened.at(-1) as Stream;
    expect(stream.url).toBe('/api/logs/tail?level=error&rate=200');
    act(() => stream.dispatchEvent(new Event('open')) as unknown as void);
    await screen.findByText('已连接');
    stream.send(line('1', '第一行'), { broken: true }, line('2', '第二行'));
    await waitFor(() => expect(lines().map((text) => text.slice(-3))).toEqual(['第二行', '第一行']));
    fireEvent.click(screen.getByRole('button', { name: '暂停' }));
    stream.send(line('3', '第三行'));
    const resume = await screen.findByRole('button', { name: '继续（1 行新日志）' });
    expect(lines()).toHaveLength(2);
    fireEvent.click(resume);
    expect(lines()).toHaveLength(3);
    act(() => stream.dispatchEvent(new Event('error')) as unknown as void);
    await screen.findByText('连接中断，正在重连');
    act(() => stream.dispatchEvent(new Event('open')) as unknown as void);
    await screen.findByText(/连接中断.*其间的日志不在这里/);
    page.unmount();
    expect(stream.closed).toBe(true);
  });

  it('groups lines into patterns and leads from one to its lines', async () => {
    const page = await open('?view=patterns&level=error');
    await screen.findByText('2 种模式');
    expect(page.requests.some((request) => /patterns\?.*level=error/.test(request))).toBe(true);
    const rows = screen.getAllByRole('row').slice(1);
    expect(rows[0]?.textContent).toContain('订单 <*> 支付超时');
    expect(within(rows[1] as HTMLElement).getByText('新')).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: '最新出现' }));
    await waitFor(() => expect(screen.getAllByRole('row')[1]?.textContent).toContain('退款失败'));
    fireEvent.click(screen.getAllByRole('button', { name: '只看' })[0] as HTMLElement);
    await waitFor(() => expect(asked(page.requests).get('q')).toBe('(data._pattern:p2 OR data._pattern:p0)'));
    expect(page.address()).not.toContain('view=');
  });
});
