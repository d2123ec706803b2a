import { expect, test } from 'vitest';
import { apiError } from './errors';

test('a problem of RFC 9457 gives its title and detail', () => {
  const error = apiError(400, 'Bad Request', '{"type":"about:blank","title":"Bad query","status":400,"detail":"at 7: )"}');
  expect([error.status, error.title, error.detail, error.message]).toEqual([400, 'Bad query', 'at 7: )', 'at 7: )']);
});

test("Prometheus's error is its detail, its type the title", () => {
  const error = apiError(422, '', '{"status":"error","errorType":"execution","error":"too many samples"}');
  expect([error.title, error.detail]).toEqual(['execution', 'too many samples']);
});

test("Alertmanager's bare string is the detail", () => {
  expect(apiError(400, 'Bad Request', '"start time must be before end time"').detail).toBe(
    'start time must be before end time',
  );
  expect(apiError(422, '', '{"code":601,"message":"matchers in body is required"}').detail).toBe(
    'matchers in body is required',
  );
});

test("Jaeger's list of errors and its nested error are read", () => {
  expect(apiError(404, '', '{"data":null,"errors":[{"code":404,"msg":"trace not found"}]}').detail).toBe('trace not found');
  expect(apiError(400, '', '{"error":{"httpCode":400,"message":"malformed time"}}').detail).toBe('malformed time');
});

test('plain text is kept, a page of HTML is not', () => {
  expect(apiError(503, 'Service Unavailable', 'queue is full').detail).toBe('queue is full');
  expect(apiError(502, 'Bad Gateway', '<html>nginx</html>')).toMatchObject({ title: 'HTTP 502 Bad Gateway', detail: '' });
});
