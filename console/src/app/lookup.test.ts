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
  expect(kinds('5f1c9a7788aa1122')).toEqual(['trace', 'request', 'text']);
});

test('an incident is found by its id or its bare number', () => {
  expect(lookups('INC-000012')[0]).toMatchObject({ kind: 'incident', href: '/incidents/INC-000012' });
  expect(lookups('12')[0]).toMatchObject({ kind: 'incident', id: 'INC-000012' });
});

test('a request id searches the logs for exactly that request', () => {
  expect(lookups('req-5f1c')[0]?.href).toBe('/logs?q=requestId%3A%22req-5f1c%22&from=now-24h&to=now');
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
