import { describe, expect, it } from 'vitest';
import type { RelabelRule } from '@/api/targets';
import { changes, ruleText, stepViews } from './relabel';

const rule = (over: Partial<RelabelRule>): RelabelRule => ({
  action: 'replace',
  source_labels: [],
  separator: ';',
  regex: '(.*)',
  target_label: '',
  replacement: '$1',
  modulus: 0,
  ...over,
});

describe('changes', () => {
  it('tells what came, went and turned into something else', () => {
    expect(changes({ a: '1', b: '2', c: '3' }, { a: '1', b: '9', d: '4' }).map(({ label, kind }) => [label, kind])).toEqual([
      ['a', 'same'],
      ['b', 'changed'],
      ['c', 'removed'],
      ['d', 'added'],
    ]);
  });
});

describe('stepViews', () => {
  it('goes on from each output, and stops at the rule that dropped', () => {
    const steps = [
      { rule: rule({ target_label: 'team', replacement: 'mall' }), output: { a: '1', team: 'mall' }, keep: true },
      { rule: rule({ action: 'drop', source_labels: ['a'], regex: '1' }), output: {}, keep: false },
      { rule: rule({ target_label: 'x' }), output: {}, keep: false },
    ];
    expect(stepViews({ a: '1' }, steps).map(({ keep, moot, changes: made }) => [keep, moot, made.map(({ label }) => label)])).toEqual([
      [true, false, ['team']],
      [false, false, []],
      [false, true, []],
    ]);
  });
});

describe('ruleText', () => {
  it('reads in one line', () => {
    expect(ruleText(rule({ target_label: 'team', replacement: 'mall' }))).toBe('replace: team = "mall"');
    expect(ruleText(rule({ source_labels: ['a', 'b'], separator: '/', regex: 'x/(.+)', target_label: 'c' }))).toBe(
      'replace: [a, b] sep "/" =~ "x/(.+)" → c = "$1"',
    );
    expect(ruleText(rule({ action: 'drop', source_labels: ['a'], regex: '1' }))).toBe('drop: [a] =~ "1"');
    expect(ruleText(rule({ action: 'labelmap', regex: '__meta_(.+)' }))).toBe('labelmap: __meta_(.+) → $1');
    expect(ruleText(rule({ action: 'hashmod', source_labels: ['a'], modulus: 8, target_label: 'h' }))).toBe('hashmod: [a] % 8 → h');
    expect(ruleText(rule({ action: 'labeldrop', regex: 'tmp_.*' }))).toBe('labeldrop: tmp_.*');
    expect(ruleText(rule({ action: 'lowercase', source_labels: ['a'], target_label: 'b' }))).toBe('lowercase: [a] → b');
  });
});
