import { describe, expect, it } from 'vitest';
import { readHistory, remembered, writeHistory } from './history';

describe('history', () => {
  it('keeps each query once, newest first, at most two hundred', () => {
    expect(remembered(['a', 'b'], ' b ')).toEqual(['b', 'a']);
    expect(remembered(['a'], '  ')).toEqual(['a']);
    const many = Array.from({ length: 230 }, (_, at) => `q${at}`);
    expect(many.reduce<string[]>(remembered, [])).toHaveLength(200);
  });

  it('survives storage, and spoiled or forbidden storage', () => {
    let stored: string | null = null;
    const storage = { getItem: () => stored, setItem: (_: string, value: string) => void (stored = value) };
    writeHistory(storage, ['up', 'down']);
    expect(readHistory(storage)).toEqual(['up', 'down']);
    stored = '{"not":"a list"}';
    expect(readHistory(storage)).toEqual([]);
    stored = '[1,"ok"';
    expect(readHistory(storage)).toEqual([]);
    const forbidden = {
      getItem: () => null,
      setItem: () => {
        throw new Error('quota');
      },
    };
    expect(() => writeHistory(forbidden, ['x'])).not.toThrow();
  });
});
