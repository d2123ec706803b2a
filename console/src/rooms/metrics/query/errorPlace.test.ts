import { describe, expect, it } from 'vitest';
import { errorPlace } from './errorPlace';

describe('errorPlace', () => {
  it('points into the line that is wrong', () => {
    expect(errorPlace('invalid parameter "query": 2:5: parse error: unexpected ")"', 'sum(\n  x))')).toEqual({
      line: '  x))',
      column: 4,
      offset: 9,
      reason: 'unexpected ")"',
    });
  });

  it('is none when the message names no place, or one outside', () => {
    expect(errorPlace('query timed out', 'up')).toBeNull();
    expect(errorPlace('9:1: parse error: x', 'up')).toBeNull();
    expect(errorPlace('1:99: parse error: x', 'up')?.column).toBe(2);
  });
});
