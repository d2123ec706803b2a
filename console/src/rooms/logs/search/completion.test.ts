import { describe, expect, it } from 'vitest';
import { applied, complete, valueAsked } from './completion';

const known = {
  service: [
    { value: 'mall-api', count: 9 },
    { value: 'pay gateway', count: 2 },
  ],
};
const labels = (q: string, caret = q.length): string[] =>
  complete(q, caret, known).suggestions.map(({ label }) => label);

describe('complete', () => {
  it('offers fields by what is typed, beginnings first', () => {
    expect(labels('ser')[0]).toBe('service');
    expect(labels('id')).toEqual(['requestId', 'userId', 'traceId', 'spanId']);
    expect(labels('-lev')).toEqual(['level']);
  });

  it('offers the values that are known', () => {
    expect(labels('error service:')).toEqual(['mall-api', 'pay gateway']);
    expect(labels('service:gate')).toEqual(['pay gateway']);
    expect(labels('unknown:x')).toEqual([]);
    expect(labels('"any phr')).toEqual([]);
  });

  it('offers operators only after something', () => {
    expect(labels('O')).not.toContain('OR');
    expect(labels('timeout O')[0]).toBe('OR');
  });

  it('writes the choice over the word at the caret', () => {
    const q = 'a ser b';
    const completion = complete(q, 5, known);
    const field = applied(q, completion, completion.suggestions[0] ?? { insert: '', label: '', kind: 'field' });
    expect(field).toEqual({ q: 'a service:b', caret: 10 });
    const values = complete('service:pay', 11, known);
    expect(applied('service:pay', values, values.suggestions[0] ?? { insert: '', label: '', kind: 'value' }).q).toBe(
      'service:"pay gateway" ',
    );
  });
});

describe('valueAsked', () => {
  it('is the field and the beginning of the value at the caret', () => {
    expect(valueAsked('x -service:pa', 13)).toEqual({ field: 'service', text: 'pa' });
    expect(valueAsked('data.path:"/api', 15)).toEqual({ field: 'data.path', text: '/api' });
    expect(valueAsked('serv', 4)).toBeNull();
    expect(valueAsked('durationMillis:>5', 17)).toBeNull();
    expect(valueAsked('"a:b', 4)).toBeNull();
  });
});
