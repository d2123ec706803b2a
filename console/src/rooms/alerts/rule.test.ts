import { expect, test } from 'vitest';
import type { Rule, RuleGroup } from '@/api/prometheus';
import { evaluatedAt, orderedRules, ruleId, ruleLevel, ruleMatches } from './rule';

const rule = (name: string, state: Rule['state'], health: Rule['health'] = 'ok'): Rule => ({
  type: 'alerting',
  name,
  query: 'up == 0',
  state,
  health,
  lastError: '',
  lastEvaluation: '',
  evaluationTime: 0,
  duration: 0,
  labels: { severity: 'high' },
  annotations: {},
  alerts: [],
});

test('what fires stands first, then pending, then what cannot be evaluated', () => {
  const rules = [rule('calm', 'inactive'), rule('broken', 'inactive', 'err'), rule('soon', 'pending'), rule('now', 'firing')];
  expect(orderedRules(rules).map(({ name }) => name)).toEqual(['now', 'soon', 'broken', 'calm']);
});

test('a rule that fails to evaluate is as bad as one that fires', () => {
  expect([rule('a', 'inactive', 'err'), rule('b', 'firing'), rule('c', 'inactive'), rule('d', '')].map(ruleLevel)).toEqual([
    'critical',
    'critical',
    'ok',
    'unknown',
  ]);
});

test('rules are found by name, query and labels', () => {
  expect(['Mall', 'up ==', 'high'].map((text) => ruleMatches(rule('MallDown', 'firing'), text))).toEqual([true, true, true]);
  expect(ruleMatches(rule('MallDown', 'firing'), 'disk')).toBe(false);
});

test('the zero time means never', () => {
  expect(evaluatedAt({ lastEvaluation: '0001-01-01T00:00:00Z' })).toBeNull();
  expect(evaluatedAt({ lastEvaluation: '' })).toBeNull();
  expect(evaluatedAt({ lastEvaluation: '1970-01-01T00:00:01Z' })).toBe(1000);
});

test('two rules of one name in a group are told apart by their labels', () => {
  const group = { name: 'g' } as RuleGroup;
  const other = { ...rule('a', 'firing'), labels: { severity: 'critical' } };
  expect(ruleId(group, rule('a', 'firing'))).not.toBe(ruleId(group, other));
});
