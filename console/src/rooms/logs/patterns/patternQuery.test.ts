import { describe, expect, it } from 'vitest';
import { onlyPattern, templateParts, withoutPattern } from './patternQuery';

describe('patternQuery', () => {
  it('asks for the lines of a pattern under all its ids', () => {
    expect(onlyPattern('', { id: 'a1', formerIds: [] })).toBe('data._pattern:a1');
    expect(onlyPattern('支付', { id: 'a1', formerIds: [] })).toBe('支付 data._pattern:a1');
    expect(onlyPattern('', { id: 'a1', formerIds: ['b2'] })).toBe('(data._pattern:a1 OR data._pattern:b2)');
    expect(onlyPattern('a OR b', { id: 'a1', formerIds: ['b2'] })).toBe(
      '(a OR b) (data._pattern:a1 OR data._pattern:b2)',
    );
  });

  it('leaves out the lines of a pattern under all its ids', () => {
    expect(withoutPattern('支付', { id: 'a1', formerIds: ['b2'] })).toBe('支付 -data._pattern:a1 -data._pattern:b2');
  });

  it('tells the words of a template from its gaps', () => {
    expect(templateParts('订单 <*> 已支付')).toEqual([
      { text: '订单 ', gap: false },
      { text: '<*>', gap: true },
      { text: ' 已支付', gap: false },
    ]);
  });
});
