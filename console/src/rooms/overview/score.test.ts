import { expect, test } from 'vitest';
import type { Indicator, ScorePart } from '@/api/overview';
import { cappingIndicator, levelOfScore, metricLink, points, scoreLevel, shortfall, standing } from './score';

const indicator = (over: Partial<Indicator>): Indicator => ({
  id: 'latencyP95',
  value: 1,
  unit: 'seconds',
  bad: 2,
  good: 0.5,
  score: null,
  query: '',
  ...over,
});

test('points are never rounded up past a border', () => {
  expect([points(0.8999), points(0.9), points(0.29), points(1), points(null), points(NaN)]).toEqual([89, 90, 29, 100, null, null]);
});

test('levels follow the borders of the score', () => {
  expect([0.9, 0.75, 0.7499, 0.6, 0.5999, null].map(levelOfScore)).toEqual([
    'ok',
    'ok',
    'warning',
    'warning',
    'critical',
    'unknown',
  ]);
  expect((['excellent', 'good', 'warning', 'critical', 'unknown'] as const).map(scoreLevel)).toEqual([
    'ok',
    'ok',
    'warning',
    'critical',
    'unknown',
  ]);
});

test('a value stands between its bounds, also where less is better', () => {
  expect(standing(indicator({ value: 1.25 }))).toBeCloseTo(0.5);
  expect(standing(indicator({ value: 9 }))).toBe(0);
  expect(standing(indicator({ value: 0.1 }))).toBe(1);
  expect(standing(indicator({ value: null }))).toBeNull();
  expect(standing(indicator({ bad: 1, good: 1 }))).toBeNull();
});

test('what could be won in a part is its weight times what it lacks', () => {
  const part: ScorePart = { id: 'userGrowth', weight: 0.2, score: 0.75, contribution: 0.15, indicators: [] };
  expect(shortfall(part)).toBeCloseTo(0.05);
  expect(shortfall({ ...part, score: null })).toBe(0);
});

test('the capping indicator is named without its part', () => {
  expect(cappingIndicator('transactionHealth.paymentSuccess')).toBe('paymentSuccess');
  expect(cappingIndicator('paymentSuccess')).toBe('paymentSuccess');
});

test('links to metrics carry the query and a range', () => {
  expect(metricLink('sum(a) > 1')).toBe('/metrics?query=sum(a)%20%3E%201&from=now-24h&to=now');
  expect(metricLink('a', 1, 2)).toBe('/metrics?query=a&from=1&to=2');
});
