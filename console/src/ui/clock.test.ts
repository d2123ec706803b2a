import { expect, test } from 'vitest';
import { clockFacts, countdown } from './clock';

const MINUTE = 60_000;
const open = { startMs: 0, dueMs: 30 * MINUTE, doneMs: null, breached: false };

test('a running clock tells what is left and grows more urgent', () => {
  expect(clockFacts(open, 10 * MINUTE)).toEqual({ used: 1 / 3, level: 'ok', state: 'running', ms: 20 * MINUTE });
  expect(clockFacts(open, 15 * MINUTE)).toMatchObject({ used: 0.5, level: 'warning' });
  expect(clockFacts(open, 24 * MINUTE)).toMatchObject({ used: 0.8, level: 'high' });
});

test('at its due time it is overdue', () => {
  expect(clockFacts(open, 30 * MINUTE)).toEqual({ used: 1, level: 'critical', state: 'overdue', ms: 0 });
  expect(clockFacts(open, 34 * MINUTE)).toMatchObject({ state: 'overdue', ms: 4 * MINUTE });
});

test('a promise kept tells how long it took, a missed one how late it was', () => {
  expect(clockFacts({ ...open, doneMs: 12 * MINUTE }, 99 * MINUTE)).toEqual({ used: 0.4, level: 'ok', state: 'kept', ms: 12 * MINUTE });
  expect(clockFacts({ ...open, doneMs: 36 * MINUTE }, 99 * MINUTE)).toEqual({ used: 1, level: 'critical', state: 'missed', ms: 6 * MINUTE });
});

test("the server's word on a breach holds over this browser's clock", () => {
  expect(clockFacts({ ...open, breached: true }, 10 * MINUTE).state).toBe('overdue');
});

test('an empty promise does not divide by zero', () => {
  expect(clockFacts({ startMs: 5, dueMs: 5, doneMs: 5, breached: false }, 5)).toMatchObject({ used: 0, state: 'kept' });
});

test('the rest is written as a clock, with days in words', () => {
  expect(countdown(12 * MINUTE + 41_000, 'en')).toBe('12:41');
  expect(countdown(9000, 'en')).toBe('0:09');
  expect(countdown(185 * MINUTE, 'en')).toBe('3:05:00');
  expect(countdown((49 * 60 + 7) * MINUTE, 'zh-CN')).toBe('2 天 1:07');
});
