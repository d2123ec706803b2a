import { describe, expect, it } from 'vitest';
import type { LogField } from '@/rooms/logs/api';
import { facetFields, flippedField, otherFields } from './facets';

const field = (name: string, type = 'keyword', count = 5): LogField => ({ name, type, percent: 50, top: [{ value: 'x', count }] });
const fields = [field('message', 'text'), field('level'), field('data.path'), field('requestId', 'keyword', 1), field('data.bytes', 'number')];

describe('facets', () => {
  it('are the usual fields that recent lines have', () => {
    expect(facetFields(undefined, fields)).toEqual(['level', 'service', 'data.path']);
    expect(facetFields(undefined, [])).toEqual(['level', 'service']);
  });

  it('are those of the URL when it names some', () => {
    expect(facetFields(['data.bytes'], fields)).toEqual(['data.bytes']);
    expect(facetFields([], fields)).toEqual(['level', 'service', 'data.path']);
  });

  it('may be any other field that is no text; an id only when it is looked for', () => {
    const names = (find: string): string[] => otherFields(['level'], fields, find).map(({ name }) => name);
    expect(names('')).toEqual(['data.path', 'data.bytes']);
    expect(names('REQ')).toEqual(['requestId']);
  });

  it('come and go, at most twelve', () => {
    expect(flippedField(['a', 'b'], 'a')).toEqual(['b']);
    expect(flippedField(['a'], 'b')).toEqual(['a', 'b']);
    expect(flippedField(Array.from({ length: 12 }, (_, i) => `f${i}`), 'new')).toHaveLength(12);
  });
});
