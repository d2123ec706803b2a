import { expect, test } from 'vitest';
import type { Alert } from '@/api/alerts';
import { comparisonOf, grouped, matchesText } from './alert';

const alert = (name: string, level: string, state: Alert['state'], activeAt = 0, silenced = false): Alert => ({
  fingerprint: `${name}-${activeAt}`,
  name,
  level,
  state,
  silenced,
  activeAt,
  labels: { route: '/api/v1/shops' },
  annotations: { summary: '接口变慢' },
  value: 1,
  expr: 'up',
  ruleGroup: 'g',
  incidentId: null,
  links: { metric: null, logs: null, traces: null },
  forSeconds: 0,
});

test('the most urgent level stands first, a level nobody knows last', () => {
  const groups = grouped([alert('a', 'warning', 'firing'), alert('b', '', 'firing'), alert('c', 'critical', 'firing')]);
  expect(groups.map(({ level }) => level)).toEqual(['critical', 'warning', 'unknown']);
});

test('within a level: firing, silenced, pending, resolved, and the newest of each first', () => {
  const [group] = grouped([
    alert('resolved', 'high', 'resolved', 9),
    alert('pending', 'high', 'pending', 8),
    alert('quiet', 'high', 'firing', 7, true),
    alert('old', 'high', 'firing', 1),
    alert('new', 'high', 'firing', 5),
  ]);
  expect(group?.alerts.map(({ name }) => name)).toEqual(['new', 'old', 'quiet', 'pending', 'resolved']);
});

test('all words must be found, in name, labels or annotations', () => {
  const one = alert('ApiLatencyHigh', 'high', 'firing');
  expect(['', 'latency', 'route=/api', '变慢 api', 'shops LATENCY'].map((text) => matchesText(one, text))).toEqual([
    true,
    true,
    true,
    true,
    true,
  ]);
  expect(matchesText(one, 'latency absent')).toBe(false);
});

test('a comparison is taken apart', () => {
  expect(comparisonOf('sum(a) / sum(b) < 0.95')).toEqual({ left: 'sum(a) / sum(b)', operator: '<', threshold: 0.95 });
  expect(comparisonOf('rate(x{status=~"5.. and"}[5m]) >= 1e-3')).toMatchObject({ operator: '>=', threshold: 0.001 });
  expect(comparisonOf('(a and b) > 2')).toMatchObject({ left: '(a and b)' });
});

test('what is no single comparison is left alone', () => {
  expect(comparisonOf('absent(up)')).toBeNull();
  expect(comparisonOf('a > 1 and b > 2')).toBeNull();
  expect(comparisonOf('sum(a > 1')).toBeNull();
  expect(comparisonOf('a > b')).toBeNull();
});
