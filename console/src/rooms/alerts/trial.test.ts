import { expect, test } from 'vitest';
import { barsOf, draftOf, labelsIn, labelsText, NEW_DRAFT, promDuration, ruleFile } from './trial';

test('a draft is a rule file of one rule', () => {
  const draft = { ...NEW_DRAFT, name: 'Hot', expr: 'a > 1\n  and b > 2', interval: '30s', annotations: { summary: '太"热"', empty: '' } };
  expect(ruleFile(draft)).toBe(
    [
      'groups:',
      '  - name: console',
      '    interval: 30s',
      '    rules:',
      '      - alert: "Hot"',
      '        expr: |-',
      '          a > 1',
      '            and b > 2',
      '        for: 2m',
      '        labels:',
      '          severity: "warning"',
      '        annotations:',
      '          summary: "太\\"热\\""',
      '',
    ].join('\n'),
  );
});

test('a rule in force becomes a draft with its group’s interval', () => {
  const draft = draftOf({ name: 'A', query: ' up == 0 ', duration: 90, labels: { severity: 'high', team: 'a' }, annotations: {} }, 15);
  expect(draft).toMatchObject({ expr: 'up == 0', hold: '1m30s', interval: '15s', severity: 'high', labels: { team: 'a' } });
});

test('durations are written as Prometheus does', () => {
  expect([0, 15, 60, 3600, 3725].map(promDuration)).toEqual(['0s', '15s', '1m', '1h', '1h2m5s']);
});

test('firings are bars of the whole time; what touches is one, what is short is seen', () => {
  const firing = (firedAt: number, endedAt: number | null) => ({ firedAt, endedAt, labels: {}, value: null });
  const bars = barsOf({ from: 0, to: 1000, firings: [firing(500, 600), firing(100, 200), firing(150, 300), firing(999, null)] });
  expect(bars.map(({ start, width }) => [start, Number(width.toFixed(3))])).toEqual([
    [0.1, 0.2],
    [0.5, 0.1],
    [0.998, 0.002],
  ]);
});

test('labels are read as people type them', () => {
  expect(labelsIn('severity=high, team="a b" x=')).toEqual({ severity: 'high', team: 'a b', x: '' });
  expect(labelsIn('')).toEqual({});
  expect(labelsIn('high')).toBeNull();
  expect(labelsIn('a=b c')).toBeNull();
  expect(labelsIn(labelsText({ a: 'b', c: 'd "e"' }))).toEqual({ a: 'b', c: 'd "e"' });
});
