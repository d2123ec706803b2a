import { expect, test } from 'vitest';
import { defaulted, list, nullable, number, object, oneOf, record, string, time, tuple, UnexpectedAnswer } from './decode';

const person = object({ name: string, age: nullable(number), tags: defaulted(list(string), []) });

test('an object keeps what it knows and drops what it does not', () => {
  expect(person({ name: 'Wang', age: 3, extra: true }, '')).toEqual({ name: 'Wang', age: 3, tags: [] });
});

test('an absent nullable field is null', () => {
  expect(person({ name: 'Wang' }, '').age).toBeNull();
});

test('a wrong field is named by its path', () => {
  const of = object({ people: list(person) });
  expect(() => of({ people: [{ name: 'Wang' }, { name: 7 }] }, '')).toThrow('people[1].name: expected text, got 7');
});

test('what is no object at all is refused', () => {
  expect(() => person(null, '')).toThrow(UnexpectedAnswer);
  expect(() => person([], '')).toThrow('answer: expected an object, got a list');
});

test('times become epoch milliseconds', () => {
  expect(time('1970-01-01T00:00:01.5Z', '')).toBe(1500);
  expect(() => time('yesterday', 'at')).toThrow('at: expected an RFC 3339 time, got "yesterday"');
});

test('a word that is not known becomes the fallback, or is refused', () => {
  expect(oneOf(['a', 'b'], 'b')('zebra', '')).toBe('b');
  expect(() => oneOf(['a', 'b'])('zebra', 'kind')).toThrow('kind: expected one of a, b');
});

test('tuples and records check their members', () => {
  expect(tuple(number, nullable(number))([1, null], '')).toEqual([1, null]);
  expect(() => tuple(number, number)([1], 'p')).toThrow('p: expected a pair');
  expect(() => record(string)({ a: 'x', b: 1 }, 'labels')).toThrow('labels.b: expected text');
});
