import { expect, test } from 'vitest';
import { ApiError } from '@/api/errors';
import { PersonPrompt } from './personPrompt';
import { shouldRetry } from './queryClient';
import { roomAt, ROOMS } from './rooms';
import { isTimeZone } from './status';
import { iconOf, titleOf } from './useFiringSign';

test('every room has a key of its own and is found by any path within it', () => {
  expect(new Set(ROOMS.map(({ key }) => key)).size).toBe(ROOMS.length);
  expect(roomAt('/incidents/INC-000012').id).toBe('incidents');
  expect(roomAt('/').id).toBe('overview');
  expect(roomAt('/nowhere').id).toBe('overview');
});

test('the tab counts what fires', () => {
  expect(titleOf(3, 'Alerts', 'Mallwatch')).toBe('(3) Alerts · Mallwatch');
  expect(titleOf(0, 'Alerts', 'Mallwatch')).toBe('Alerts · Mallwatch');
  expect(iconOf(4)).toContain('>4</text>');
  expect(iconOf(12)).toContain('>9+</text>');
});

test('only what may pass by itself is tried again, and once', () => {
  expect(shouldRetry(0, new ApiError(0, '', ''))).toBe(true);
  expect(shouldRetry(0, new ApiError(503, '', ''))).toBe(true);
  expect(shouldRetry(1, new ApiError(503, '', ''))).toBe(false);
  expect(shouldRetry(0, new ApiError(400, '', ''))).toBe(false);
  expect(shouldRetry(0, new Error('bug'))).toBe(false);
});

test('only time zones that the browser knows are taken from the server', () => {
  expect([isTimeZone('Asia/Shanghai'), isTimeZone('Mars/Olympus'), isTimeZone('')]).toEqual([true, false, false]);
});

test('who acts is asked once, and a question asked again drops the first', async () => {
  const prompt = new PersonPrompt();
  const first = prompt.ask();
  expect(prompt.asking()).toBe(true);
  const second = prompt.ask();
  prompt.answer('王芳');
  await expect(first).resolves.toBeNull();
  await expect(second).resolves.toBe('王芳');
  expect(prompt.asking()).toBe(false);
});
