import { describe, expect, it } from 'vitest';
import { span, traceOf } from '@/rooms/traces/testing/spans';
import { countKinds, kindOf, logQuery, logQueryOfTraces, story, type StoryLine } from './story';

const line = (id: string, timestamp: number, over: Partial<StoryLine> = {}): StoryLine => ({
  id,
  timestamp,
  level: 'info',
  service: 'mall-api',
  message: `line ${id}`,
  category: '',
  action: '',
  requestId: '',
  traceId: '',
  data: {},
  ...over,
});
const NOTHING = { summaries: [], traces: [], lines: [], notifications: [] };

describe('kindOf', () => {
  it.each([
    ['business_transaction', 'points_reward', 'info', 'points'],
    ['business_transaction', 'points_transfer', 'error', 'points'],
    ['business_transaction', 'purchase_order', 'info', 'order'],
    ['business_transaction', 'payment', 'info', 'order'],
    ['user_activity', 'level_upgrade', 'info', 'level'],
    ['user_activity', 'login', 'info', 'log'],
    ['security_audit', 'permission_check', 'warn', 'security'],
    ['http_request', 'pay', 'info', 'log'],
    ['', '', 'ERROR', 'error'],
  ])('%s %s at %s is %s', (category, action, level, kind) => {
    expect(kindOf({ category, action, level })).toBe(kind);
  });
});

describe('logQuery', () => {
  it('asks the usual fields, those of the logs that hold ids, and the words', () => {
    const query = logQuery('A "1"', ['data.shopOrderNo', 'data.amount', 'data._pattern', 'service']);
    expect(query).toContain('requestId:"A \\"1\\""');
    expect(query).toContain('data.shopOrderNo:');
    expect(query).not.toMatch(/amount|_pattern|service/);
    expect(query.endsWith(' OR "A \\"1\\""')).toBe(true);
  });

  it('asks for the lines of traces', () => {
    expect(logQueryOfTraces(['a', 'b'])).toBe('traceId:"a" OR traceId:"b"');
  });
});

describe('story', () => {
  const trace = traceOf(
    [
      span('root', null, 0, 100, { service: 'gateway', operation: 'POST /pay' }),
      span('own', 'root', 1, 9, { service: 'gateway' }),
      span('api', 'root', 10, 80, { service: 'mall-api' }),
      span('sql', 'api', 20, 5, {
        service: 'mall-api',
        failed: true,
        events: [{ atMs: 21, name: 'exception', fields: [{ key: 'exception.message', value: 'deadlock' }] }],
      }),
    ],
    't1',
    1000,
  );

  it('is in the order of time, whatever it came from', () => {
    const items = story({ ...NOTHING, traces: [trace], lines: [line('late', 2000), line('early', 1005)] }, 'x');
    expect(items.map(({ kind, atMs }) => [kind, atMs])).toEqual([
      ['trace', 1000],
      ['log', 1005],
      ['span', 1010],
      ['span', 1020],
      ['log', 2000],
    ]);
    expect(items[3]).toMatchObject({ detail: 'deadlock', failed: true, href: '/traces/t1?span=sql' });
    expect(items[0]).toMatchObject({ title: 'POST /pay', failed: true, href: '/traces/t1' });
  });

  it('names a trace once, read whole or not', () => {
    const summary = { service: 'a', operation: 'b', startMs: 5, seconds: 1, spans: 900, errors: 0, orphans: 0, services: [] };
    const items = story({ ...NOTHING, traces: [trace], summaries: [{ id: 't1', ...summary }, { id: 't2', ...summary }] }, 'x');
    expect(items.filter(({ kind }) => kind === 'trace').map(({ key }) => key)).toEqual(['trace t2', 'span t1 0']);
  });

  it('says what a step of business was about, without the id itself', () => {
    const data = { orderId: 'ORD1', points: 50, balance: 1200, _pattern: 'abc', nested: { a: 1 }, gone: null };
    const [item] = story({ ...NOTHING, lines: [line('p', 1, { category: 'business_transaction', action: 'points_reward', data })] }, 'ORD1');
    expect(item).toMatchObject({ kind: 'points', detail: 'points=50 · balance=1200' });
  });

  it('leads from a line to its request in the logs', () => {
    const [item] = story({ ...NOTHING, lines: [line('l', 600_000, { requestId: 'r-1' })] }, 'x');
    expect(item?.href).toBe('/logs?q=requestId%3A%22r-1%22&row=l&from=300000&to=900000');
  });

  it('counts its kinds', () => {
    expect([...countKinds(story({ ...NOTHING, traces: [trace] }, 'x'))]).toEqual([
      ['trace', 1],
      ['span', 2],
    ]);
  });
});
