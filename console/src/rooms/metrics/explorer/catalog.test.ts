import { describe, expect, it } from 'vitest';
import { familiesOf, findFamilies, groupsOf, listRows, typeCounts } from './catalog';

const about = (type: string, help = '', unit = '') => [{ type, help, unit }];
const NAMES = ['http_latency_seconds_bucket', 'http_latency_seconds_count', 'http_latency_seconds_sum', 'http_requests_total', 'rows_count', 'up', 'x_bucket', 'x_count', 'x_sum'];
const METADATA = { http_latency_seconds: about('histogram', '请求耗时', 'seconds'), http_requests: about('counter', '商城 请求 总数'), up: about('gauge') };
const all = familiesOf(NAMES, METADATA);

describe('familiesOf', () => {
  it('makes one of what belongs together', () => {
    expect(all.map(({ name, type, members }) => [name, type, members.length])).toEqual([
      ['http_latency_seconds', 'histogram', 3],
      ['http_requests_total', 'counter', 1],
      ['rows_count', 'counter', 1],
      ['up', 'gauge', 1],
      ['x', 'histogram', 3],
    ]);
    expect(all[1]?.help).toBe('商城 请求 总数');
  });
});

describe('findFamilies', () => {
  const found = (text: string, type?: string) => findFamilies(all, text, type).map(({ name }) => name);
  it('finds words in any order, Chinese too', () => {
    expect(found('请求 http')).toEqual(['http_latency_seconds', 'http_requests_total']);
    expect(found('耗时，请求')).toEqual(['http_latency_seconds']);
    expect(found('x_buck')).toEqual(['x']);
    expect(found('')).toHaveLength(5);
  });

  it('filters by type', () => expect(found('', 'histogram')).toEqual(['http_latency_seconds', 'x']));
});

describe('groups', () => {
  it('gather by prefix, single ones last', () => {
    const groups = groupsOf(all);
    expect(groups.map(({ prefix, families }) => [prefix, families.length])).toEqual([['http', 2], ['', 3]]);
    expect(listRows(groups, new Set(['http'])).map((row) => (row.kind === 'group' ? [row.prefix, row.open] : row.family.name))).toEqual([
      ['http', false],
      ['', true],
      'rows_count',
      'up',
      'x',
    ]);
  });

  it('count the types in a fixed order', () => {
    expect(typeCounts(all)).toEqual([
      { type: 'counter', count: 2 },
      { type: 'gauge', count: 1 },
      { type: 'histogram', count: 2 },
    ]);
  });
});
