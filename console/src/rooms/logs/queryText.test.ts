import { describe, expect, it } from 'vitest';
import { clause, clauseState, markParts, markTerms, tokenize, withClause, withoutClause } from './queryText';

describe('tokenize', () => {
  it('reads words, phrases, fields, operators and what is excluded', () => {
    const tokens = tokenize(
      'timeout "pay failed" level:error -service:"mall api" NOT user* (a OR b) durationMillis:>500',
    );
    expect(tokens.map(({ kind, negated, field, value, text }) => [kind, negated, field ?? '', value ?? text])).toEqual([
      ['word', false, '', 'timeout'],
      ['phrase', false, '', 'pay failed'],
      ['field', false, 'level', 'error'],
      ['field', true, 'service', 'mall api'],
      ['operator', false, '', 'NOT'],
      ['word', true, '', 'user*'],
      ['paren', false, '', '('],
      ['word', false, '', 'a'],
      ['operator', false, '', 'OR'],
      ['word', false, '', 'b'],
      ['paren', false, '', ')'],
      ['field', false, 'durationMillis', '>500'],
    ]);
  });

  it('never loses or refuses a character that matters', () => {
    for (const q of ['"open', 'field:"open', ':', '-', '()', 'a:b:c', '订单 失败', 'http://x/y?z=1']) {
      expect(() => tokenize(q)).not.toThrow();
      expect(
        tokenize(q)
          .map((token) => token.text)
          .join(''),
      ).toBe(q.replace(/\s/g, ''));
    }
  });
});

describe('clauses', () => {
  it('are quoted where they must be', () => {
    expect(clause('level', 'error')).toBe('level:error');
    expect(clause('message', 'say "hi"', true)).toBe('-message:"say \\"hi\\""');
    expect(clause('data.state', 'OR')).toBe('data.state:"OR"');
    expect(clause('durationMillis', '>5')).toBe('durationMillis:">5"');
  });

  it('are added once, and turned round', () => {
    expect(withClause('', 'level', 'error')).toBe('level:error');
    expect(withClause('timeout', 'level', 'error')).toBe('timeout level:error');
    expect(withClause('timeout level:error', 'level', 'error')).toBe('timeout level:error');
    expect(withClause('timeout level:error', 'level', 'error', true)).toBe('timeout -level:error');
    expect(withClause('NOT level:error', 'level', 'error')).toBe('level:error');
  });

  it('do not change what an OR means', () => {
    expect(withClause('a OR b', 'level', 'error')).toBe('(a OR b) level:error');
    expect(withClause('(a OR b) c', 'level', 'error')).toBe('(a OR b) c level:error');
  });

  it('are found and taken away, whatever their quotes', () => {
    expect(clauseState('x -level:"error"', 'level', 'error')).toBe(-1);
    expect(clauseState('x level:error', 'level', 'error')).toBe(1);
    expect(clauseState('error', 'level', 'error')).toBe(0);
    expect(withoutClause('x level:"error" y', 'level', 'error')).toBe('x y');
    expect(withoutClause('x NOT level:error', 'level', 'error')).toBe('x');
  });

  it('round-trip any value', () => {
    for (const value of ['a b', '"', '\\', '支付超时', '-x', '(y)', 'a:b', '*', '']) {
      const q = withClause('word', 'data.k', value);
      if (value !== '') expect(clauseState(q, 'data.k', value), q).toBe(1);
      expect(withoutClause(q, 'data.k', value)).toBe('word');
    }
  });
});

describe('marks', () => {
  it('show what was looked for, not what was excluded', () => {
    expect(markTerms('pay* "timed out" -retry level:error message:slow NOT gone')).toEqual([
      'pay',
      'timed out',
      'slow',
    ]);
  });

  it('cut the message without losing any of it', () => {
    expect(markParts('Payment failed: PAY_TIMEOUT', ['pay', 'time'])).toEqual([
      { text: 'Pay', hit: true },
      { text: 'ment failed: ', hit: false },
      { text: 'PAY', hit: true },
      { text: '_', hit: false },
      { text: 'TIME', hit: true },
      { text: 'OUT', hit: false },
    ]);
    expect(markParts('支付超时', ['超时'])).toEqual([
      { text: '支付', hit: false },
      { text: '超时', hit: true },
    ]);
    expect(markParts('abcd', ['bc', 'abc'])).toEqual([
      { text: 'abc', hit: true },
      { text: 'd', hit: false },
    ]);
    expect(markParts('', ['x'])).toEqual([{ text: '', hit: false }]);
    const message = 'aXbXc İ x';
    expect(
      markParts(message, ['x', 'b'])
        .map((part) => part.text)
        .join(''),
    ).toBe(message);
  });
});
