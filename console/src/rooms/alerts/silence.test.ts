import { expect, test } from 'vitest';
import type { Silence } from '@/api/alertmanager';
import { bySilence, isBounded, matcherChips, proposedRows, toMatchers } from './silence';

test("an alert proposes its own labels, without those that only say where it came from", () => {
  const rows = proposedRows({ name: 'DiskSpaceLow', labels: { mountpoint: '/data', instance: 'db-1:9100', alertname: 'DiskSpaceLow' } });
  expect(rows.map(({ name, operator, value }) => [name, operator, value])).toEqual([
    ['alertname', '=', 'DiskSpaceLow'],
    ['mountpoint', '=', '/data'],
  ]);
});

test('without an alert the form begins with one blank row', () => {
  expect(proposedRows(undefined)).toHaveLength(1);
});

test('operators become the two flags of the API, unfinished rows are left out', () => {
  const row = (name: string, operator: '=' | '!=' | '=~' | '!~') => ({ key: 0, name, operator, value: 'v' });
  expect(toMatchers([row('a', '='), row('b', '!='), row(' c ', '=~'), row('d', '!~'), row('', '=')])).toEqual([
    { name: 'a', value: 'v', isRegex: false, isEqual: true },
    { name: 'b', value: 'v', isRegex: false, isEqual: false },
    { name: 'c', value: 'v', isRegex: true, isEqual: true },
    { name: 'd', value: 'v', isRegex: true, isEqual: false },
  ]);
});

test('a silence that would hit everything is not bounded', () => {
  const matcher = (value: string, isRegex = false, isEqual = true) => ({ name: 'a', value, isRegex, isEqual });
  expect(isBounded([])).toBe(false);
  expect(isBounded([matcher('')])).toBe(false);
  expect(isBounded([matcher('.*', true)])).toBe(false);
  expect(isBounded([matcher('x', false, false)])).toBe(false);
  expect(isBounded([matcher('x', false, false), matcher('mall')])).toBe(true);
});

test('active silences stand first, those that end next on top; of the expired the newest', () => {
  const silence = (id: string, state: Silence['status']['state'], endsAt: number): Silence => ({
    id,
    status: { state },
    matchers: [],
    startsAt: 0,
    endsAt,
    createdBy: '',
    comment: '',
  });
  const all = [silence('old', 'expired', 1), silence('recent', 'expired', 2), silence('later', 'active', 9), silence('soon', 'active', 5)];
  expect(all.toSorted(bySilence).map(({ id }) => id)).toEqual(['soon', 'later', 'recent', 'old']);
});

test('chips show matchers as they are written', () => {
  expect(matcherChips([{ name: 'a', value: 'x.*', isRegex: true, isEqual: false }])[0]?.value).toBe('a!~x.*');
});
