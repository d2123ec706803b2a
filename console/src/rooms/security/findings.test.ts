import { expect, test } from 'vitest';
import type { Finding } from '@/api/security';
import { findingBars, inWords } from './findings';

const finding = (lastAt: number, level: Finding['level']): Finding => ({
  id: 'SEC-000001',
  detection: 'WEB-1',
  title: { zh: 'SQL注入', en: 'SQL injection' },
  level,
  subject: '203.0.113.9',
  service: 'mall',
  firstAt: lastAt,
  lastAt,
  hits: 1,
  state: 'open',
  evidence: [],
  acknowledgedBy: null,
  acknowledgedAt: null,
  note: '',
  logs: '/logs',
});

test('findings are counted by level in equal parts of the range', () => {
  const found = [finding(60_000, 'high'), finding(60_500, 'high'), finding(61_000, 'info'), finding(3_000_000, 'high')];
  const { intervalMs, buckets } = findingBars(found, 0, 3_600_000);
  expect(intervalMs).toBe(60_000);
  expect(buckets).toEqual([
    { t: 60_000, counts: { high: 2, info: 1 } },
    { t: 3_000_000, counts: { high: 1 } },
  ]);
});

test('what lies outside of the range is not drawn', () => {
  expect(findingBars([finding(10, 'high'), finding(7_200_000, 'high')], 1_000, 3_600_000).buckets).toEqual([]);
});

test('titles are in the language of the reader', () => {
  expect(inWords({ zh: '撞库', en: 'stuffing' }, 'zh-CN')).toBe('撞库');
  expect(inWords({ zh: '撞库', en: 'stuffing' }, 'en')).toBe('stuffing');
});
