import { expect, test } from 'vitest';
import { globalOnly, globalSearch, many, one, parseSearch, stringifySearch } from './search';
import { merged } from './urlState';

test('values stay text and repeated keys become a list', () => {
  expect(parseSearch('?from=1700000000000&query=up&query=sum(a)&q=level%3Aerror+%22x%22')).toEqual({
    from: '1700000000000',
    query: ['up', 'sum(a)'],
    q: 'level:error "x"',
  });
});

test('a search that was written is read back the same', () => {
  const search = { q: 'data.path:"a b" -x', query: ['up', 'rate(x[5m])'], from: 'now-1h' };
  expect(parseSearch(stringifySearch(search))).toEqual(search);
});

test('empty and absent values are not written', () => {
  expect(stringifySearch({ a: '', b: undefined, c: null, d: [] })).toBe('');
});

test('one takes the first, many takes all that are text', () => {
  expect([one(['a', 'b']), one(''), one(7)]).toEqual(['a', undefined, undefined]);
  expect(many(['a', '', 3])).toEqual(['a']);
  expect(many('a')).toEqual(['a']);
});

test('global keys are single, the others are kept as they are', () => {
  expect(globalSearch({ from: ['now-1h', 'now-2h'], query: ['a', 'b'], odd: 4 })).toEqual({
    from: 'now-1h',
    query: ['a', 'b'],
  });
});

test('only the time range travels to the next room', () => {
  expect(globalOnly({ from: 'now-1h', to: 'now', q: 'x', refresh: '5' })).toEqual({ from: 'now-1h', to: 'now', refresh: '5' });
});

test('a patch removes what it empties', () => {
  expect(merged({ a: '1', b: '2', c: ['x'] }, { a: undefined, b: '', c: [], d: '4' })).toEqual({ d: '4' });
});
