import { expect, test } from 'vitest';
import { matchOfLabel, matchOfMetric, matchOfPair } from './match';

test('rows become selectors', () => {
  expect(matchOfMetric('http.requests')).toBe('{"http.requests"}');
  expect(matchOfLabel('user')).toBe('{user!=""}');
  expect(matchOfLabel('service.name')).toBe('{"service.name"!=""}');
  expect(matchOfPair('url=/a?b="c"')).toBe('{url="/a?b=\\"c\\""}');
});
