import { expect, test } from 'vitest';
import { lookups } from './lookup';

const kinds = (text: string) => lookups(text).map(({ kind }) => kind);

test('a trace id leads to its trace, and may still be a request id or a text', () => {
  const [first] = lookups('5F1C9A7788AA11225f1c9a7788aa1122');
  expect(first).toEqual({
    kind: 'trace',
    id: '5f1c9a7788aa11225f1c9a7788aa1122',
    href: '/traces/5f1c9a7788aa11225f1c9a7788aa1122',
  });
  expect(kinds('5f1c9a7788aa1122')).toEqual(['trace', 'story', 'request', 'text']);
});

test('an incident is found by its id or its bare number', () => {
  expect(lookups('INC-000012')[0]).toMatchObject({ kind: 'incident', href: '/incidents/INC-000012' });
  expect(lookups('12')[0]).toMatchObject({ kind: 'incident', id: 'INC-000012' });
});

test('a request id searches the logs for exactly that request', () => {
  expect(lookups('req-5f1c').find(({ kind }) => kind === 'request')?.href).toBe('/logs?q=requestId%3A%22req-5f1c%22&from=now-24h&to=now');
});

test('an order, a user or a request has its story, whatever else the id may be', () => {
  expect(lookups('ORD2026-1')[0]).toEqual({
    kind: 'story',
    id: 'ORD2026-1',
    href: '/traces?tab=story&id=ORD2026-1&from=now-7d&to=now',
  });
  expect(kinds('10086')).toEqual(['incident', 'story', 'text']);
  expect(kinds('支付失败')).toEqual(['text']);
});

test('a metric name opens the metrics', () => {
  expect(lookups('http_requests_total{status="500"}')[0]).toMatchObject({ kind: 'metric' });
});

test('other words become a phrase, with quotes escaped', () => {
  expect(lookups('支付 "失败"')).toEqual([
    { kind: 'text', text: '支付 "失败"', href: '/logs?q=%22%E6%94%AF%E4%BB%98%20%5C%22%E5%A4%B1%E8%B4%A5%5C%22%22&from=now-24h&to=now' },
  ]);
  expect(lookups('   ')).toEqual([]);
});
