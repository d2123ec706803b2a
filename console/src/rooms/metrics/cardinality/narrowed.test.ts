import { expect, test } from 'vitest';
import { narrowed } from './narrowed';

test('conditions join those that are there', () => {
  const job = [{ label: 'job', value: 'mall' }];
  expect(narrowed('up', [])).toBe('up');
  expect(narrowed('up', job)).toBe('up{job="mall"}');
  expect(narrowed('{user!=""}', job)).toBe('{user!="", job="mall"}');
  expect(narrowed('{}', job)).toBe('{job="mall"}');
});
