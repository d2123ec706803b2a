import { describe, expect, it } from 'vitest';
import { countExpression, ruleYaml, watched, type Draft } from './rule';

const search = (q: string, levels: string[] = [], services: string[] = []) => watched({ q, levels, services });

describe('watched', () => {
  it('takes levels and services from the chips and from the query', () => {
    expect(search('level:ERROR -service:"a b" AND service:pay', ['warn'])).toEqual({
      levels: ['warn', 'error'],
      services: ['pay'],
      notLevels: [],
      notServices: ['a b'],
      beyond: [],
    });
  });

  it('names what counts cannot tell', () => {
    expect(search('超时 level:error userId:u1 service:pay*').beyond).toEqual(['超时', 'userId:u1', 'service:pay*']);
    expect(search('level:error OR level:warn').beyond).toEqual(['level:error OR level:warn']);
  });
});

describe('countExpression', () => {
  it('counts by service unless one is chosen', () => {
    expect(countExpression(search(''), 5)).toBe('sum by (service) (increase(mallwatch_log_entries_total[5m]))');
    expect(countExpression(search('', ['error'], ['pay']), 10)).toBe(
      'sum (increase(mallwatch_log_entries_total{level="error", service="pay"}[10m]))',
    );
  });

  it('escapes what regular expressions would read', () => {
    expect(countExpression(search('-service:a.b', ['error', 'warn'], ['x.y', 'z']), 5)).toContain(
      '{level=~"error|warn", service=~"x\\\\.y|z", service!="a.b"}',
    );
  });
});

it('writes a rule that a file of rules can hold', () => {
  const draft: Draft = { name: '支付报错', threshold: 10, windowMinutes: 5, forMinutes: 2, severity: 'critical' };
  expect(ruleYaml(draft, search('', ['error'], ['pay']), '5 分钟内 error 日志超过 10 行: "pay"')).toBe(`groups:
  - name: logs
    rules:
      - alert: "支付报错"
        expr: "sum (increase(mallwatch_log_entries_total{level=\\"error\\", service=\\"pay\\"}[5m])) > 10"
        for: 2m
        labels:
          severity: critical
        annotations:
          summary: "5 分钟内 error 日志超过 10 行: \\"pay\\""
`);
});
