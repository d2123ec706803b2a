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
const answer = (entries: object[]) => ({
  entries,
  total: entries.length,
  totalExact: true,
  histogram: { intervalMillis: 60_000, buckets: [] },
  facets: {
    service: [{ value: 'pay', count: 2 }],
    level: [{ value: 'error', count: 2 }],
    category: [{ value: 'business', count: 1 }],
  },
  next: null,
  tookMillis: 4,
});

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
  if (url.pathname !== '/api/logs') return undefined;
  const q = url.searchParams.get('q') ?? '';
  if (q === 'bad(') {
    return new Response(JSON.stringify({ title: 'Bad query', status: 400, detail: 'expected ) at 4' }), {
      status: 400,
    });
  }
  return answer(q === 'none' ? [] : [line('a', '支付超时'), line('b', '支付完成', { level: 'info' })]);
};

beforeEach(() => giveSize(900, 600));
const open = (search = '') => renderPage(() => <LogsPage />, '/logs', `/logs${search}`, server);
const lines = (): string[] => screen.getAllByRole('option').map((row) => row.textContent ?? '');
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
    expect(screen.getByText('2 行')).toBeTruthy();
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
    fireEvent.click(within(screen.getByRole('region', { name: '类别' })).getByTitle('business'));
    await waitFor(() => expect(page.address()).toContain('q=category%3Abusiness'));
    fireEvent.click(await screen.findByRole('button', { name: '排除 service = pay' }));
    await waitFor(() =>
      expect(new URLSearchParams(page.address().split('?')[1]).get('q')).toBe('category:business -service:pay'),
    );
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
    await screen.findByText('支付超时', { selector: '[role=dialog] pre' });
  });

  it('shows the reason of a bad query and keeps the page', async () => {
    await open('?q=bad(');
    await screen.findByText('expected ) at 4');
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
    expect(stream.url).toBe('/api/logs/tail?level=error');
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
    page.unmount();
    expect(stream.closed).toBe(true);
  });

  it('groups lines into patterns and leads from one to its lines', async () => {
    const page = await open('?patterns=count&level=error');
    await screen.findByText('2 种模式');
    expect(page.requests.some((request) => /patterns\?.*level=error/.test(request))).toBe(true);
    const rows = screen.getAllByRole('row').slice(1);
    expect(rows[0]?.textContent).toContain('订单 <*> 支付超时');
    expect(within(rows[1] as HTMLElement).getByText('新')).toBeTruthy();
    fireEvent.click(screen.getByRole('radio', { name: '最新出现' }));
    await waitFor(() => expect(screen.getAllByRole('row')[1]?.textContent).toContain('退款失败'));
    fireEvent.click(screen.getAllByRole('button', { name: '只看' })[0] as HTMLElement);
    await waitFor(() => expect(asked(page.requests).get('q')).toBe('(data._pattern:p2 OR data._pattern:p0)'));
    expect(page.address()).not.toContain('patterns=');
  });
});
