import { describe, expect, it } from 'vitest';
import { compare, countChanges, culprits } from './compare';
import { span, traceOf } from './testing/spans';

const normal = traceOf([
  span('r', null, 0, 100, { operation: 'POST /pay' }),
  span('q', 'r', 0, 20, { operation: 'SELECT' }),
  span('c', 'r', 20, 60, { operation: 'charge' }),
  span('g', 'c', 20, 5, { operation: 'GET cache' }),
]);
const slow = traceOf([
  span('r', null, 0, 900, { operation: 'POST /pay' }),
  span('q1', 'r', 0, 20, { operation: 'SELECT' }),
  span('c', 'r', 20, 860, { operation: 'charge' }),
  span('x', 'c', 100, 200, { operation: 'retry' }),
]);
const told = compare(normal, slow).map(({ operation, change, totalMs, depth }) => [operation, change, totalMs, depth]);

describe('compare', () => {
  it('follows the tree and says what became of each', () => {
    expect(told).toEqual([
      ['POST /pay', 'slower', 800, 0],
      ['charge', 'slower', 800, 1],
      ['retry', 'added', 200, 2],
      ['GET cache', 'missing', -5, 2],
      ['SELECT', 'same', 0, 1],
    ]);
  });

  it('is turned round with the traces', () => {
    expect(compare(slow, normal).map(({ change }) => change)).toEqual(['faster', 'faster', 'missing', 'added', 'same']);
  });

  it('names what no child explains first', () => {
    expect(culprits(compare(normal, slow), 2).map(({ operation, selfMs }) => [operation, selfMs])).toEqual([
      ['charge', 605],
      ['retry', 200],
    ]);
  });

  it('finds a trace equal to itself', () => {
    const same = compare(slow, slow);
    expect(countChanges(same)).toEqual({ added: 0, missing: 0, slower: 0, faster: 0, same: 4 });
    expect(same.some(({ differs }) => differs)).toBe(false);
    expect(culprits(same, 5)).toEqual([]);
  });

  it('keeps what leads to a difference', () => {
    const changed = traceOf([
      span('r', null, 0, 100, { operation: 'POST /pay' }),
      span('c', 'r', 20, 60, { operation: 'charge' }),
      span('n', 'c', 30, 5, { operation: 'new' }),
    ]);
    const base = traceOf([span('r', null, 0, 100, { operation: 'POST /pay' }), span('c', 'r', 20, 60, { operation: 'charge' })]);
    expect(compare(base, changed).map(({ change, differs }) => [change, differs])).toEqual([
      ['same', true],
      ['same', true],
      ['added', true],
    ]);
  });

  it('takes an empty trace and different roots', () => {
    expect(compare(traceOf([]), normal).every(({ change }) => change === 'added')).toBe(true);
    const other = traceOf([span('o', null, 0, 10, { operation: 'other' })]);
    expect(countChanges(compare(normal, other))).toMatchObject({ missing: 4, added: 1 });
  });
});
