import { describe, expect, it } from 'vitest';
import { lint, pieces, serverProblem } from './lint';

const kinds = (q: string, known: string[] = []): string[] => lint(q, known).map(({ kind, from, to }) => `${kind} ${q.slice(from, to)}`);

describe('lint', () => {
  it('has nothing to say about a good query', () => {
    for (const q of ['', '支付 超时', 'level:error -service:(a OR b) "x y"', 'durationMillis:>500 OR NOT data.a:*', 'data.amount:[100 TO 200}', 'http://mall/x']) {
      expect([q, kinds(q)]).toEqual([q, []]);
    }
  });

  it('finds what is not closed or closed too often', () => {
    expect(kinds('a "b c')).toEqual(['quote "b c']);
    expect(kinds('service:"pay')).toEqual(['quote "pay']);
    expect(kinds('(a OR b')).toEqual(['open (']);
    expect(kinds('a)')).toEqual(['close )']);
    expect(kinds('a ()')).toEqual(['empty ()']);
  });

  it('finds operators and fields that lack a side', () => {
    expect(kinds('a OR')).toEqual(['operator OR']);
    expect(kinds('OR a')).toEqual(['operator OR']);
    expect(kinds('a AND OR b')).toEqual(['operator OR']);
    expect(kinds('a NOT')).toEqual(['operator NOT']);
    expect(kinds('level: error')).toEqual(['value level:']);
  });

  it('doubts fields that no recent line has, once fields are known', () => {
    expect(kinds('levle:error')).toEqual([]);
    expect(lint('-levle:error path:/a data.sku:1', ['level', 'data.path'])).toEqual([
      { from: 1, to: 6, kind: 'field', severity: 'warning', text: 'levle' },
      { from: 21, to: 29, kind: 'field', severity: 'warning', text: 'data.sku' },
    ]);
  });
});

describe('serverProblem', () => {
  it('stands where the server says', () => {
    expect(serverProblem('level:(', 'a term is missing at the end, at character 8')).toMatchObject({ from: 6, to: 7 });
    expect(serverProblem('a )', "unexpected ')', at character 3")).toMatchObject({ from: 2, to: 3 });
    expect(serverProblem('abc', 'no')).toMatchObject({ from: 0, to: 3 });
  });
});

describe('pieces', () => {
  it('cuts the query, the graver problem showing', () => {
    const q = 'ab cd ef';
    const warning = { from: 0, to: 5, kind: 'field', severity: 'warning', text: '' } as const;
    const error = { from: 3, to: 20, kind: 'quote', severity: 'error', text: '' } as const;
    expect(pieces(q, [warning, error])).toEqual([
      { text: 'ab ', severity: 'warning' },
      { text: 'cd', severity: 'error' },
      { text: ' ef', severity: 'error' },
    ]);
    expect(pieces('', [])).toEqual([]);
  });
});
