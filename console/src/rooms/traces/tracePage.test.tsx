import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { giveSize, renderPage } from '@/lib/testing/renderPage';
import { ID, server, span, trace } from './testing/answers';
import { TracePage } from './TracePage';

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

  it('goes one caller up in the flame graph with Esc', async () => {
    const page = await openTrace('?as=flame&frame=2');
    const frame = await screen.findByRole('button', { name: /op-sql：1 次/ });
    fireEvent.keyDown(frame, { key: 'Escape' });
    await waitFor(() => expect(page.address()).toContain('frame=1'));
    fireEvent.keyDown(frame, { key: 'Escape' });
    await waitFor(() => expect(page.address()).not.toContain('frame='));
  });

  it('goes from the box to the first span found, and on with n', async () => {
    await openTrace('?find=op-');
    const box = await screen.findByRole('textbox', { name: '在链路中查找' });
    fireEvent.keyDown(box, { key: 'Enter' });
    const cursor = (): string | undefined => screen.getAllByRole('row').find((row) => row.dataset['cursor'] === 'true')?.textContent ?? undefined;
    await waitFor(() => expect(cursor()).toContain('op-root'));
    fireEvent.keyDown(screen.getByRole('treegrid'), { key: 'n' });
    await waitFor(() => expect(cursor()).toContain('op-sql'));
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
