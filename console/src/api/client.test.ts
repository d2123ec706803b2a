import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { apiDelete, ApiError, apiGet, apiPost, apiPostForm, withParams } from './client';
import { number, object } from './decode';
import { reachability } from './reachability';

const answer = object({ n: number });
const fetchStub = vi.fn<typeof fetch>();

beforeEach(() => {
  vi.stubGlobal('fetch', fetchStub);
  reachability.reached();
});
afterEach(() => {
  fetchStub.mockReset();
  vi.unstubAllGlobals();
});

test('parameters that are absent are left out and lists repeat their key', () => {
  expect(withParams('/a', { q: '中 文', none: undefined, nil: null, filter: ['x="1"', 'y'] })).toBe(
    '/a?q=%E4%B8%AD+%E6%96%87&filter=x%3D%221%22&filter=y',
  );
  expect(withParams('/a', {})).toBe('/a');
});

test('an answer is decoded', async () => {
  fetchStub.mockResolvedValue(new Response('{"n":4}'));
  await expect(apiGet('/api/x', answer, { params: { at: 1 } })).resolves.toEqual({ n: 4 });
  expect(fetchStub.mock.calls[0]?.[0]).toBe('/api/x?at=1');
});

test('a body is posted as JSON, a form as a form', async () => {
  fetchStub.mockImplementation(async () => new Response('{"n":1}'));
  await apiPost('/api/x', { by: '王芳' }, answer);
  await apiPostForm('/p', { query: 'up > 0' }, answer);
  expect(fetchStub.mock.calls.map(([, init]) => [init?.method, init?.body])).toEqual([
    ['POST', '{"by":"王芳"}'],
    ['POST', 'query=up+%3E+0'],
  ]);
});

test('a refusal is an ApiError in the words of the door', async () => {
  fetchStub.mockResolvedValue(new Response('"silence not found"', { status: 404 }));
  await expect(apiDelete('/s/1')).rejects.toMatchObject({ name: 'ApiError', status: 404, detail: 'silence not found' });
  expect(reachability.state().away).toBe(false);
});

test('an answer that is no JSON says where it came from', async () => {
  fetchStub.mockResolvedValue(new Response('<html>'));
  await expect(apiGet('/api/x', answer)).rejects.toMatchObject({ title: 'not JSON', detail: '/api/x: <html>' });
});

test('no answer at all marks the server as away, and the next answer takes that back', async () => {
  fetchStub.mockRejectedValueOnce(new TypeError('fetch failed'));
  await expect(apiGet('/api/x', answer)).rejects.toMatchObject({ status: 0, unreachable: true });
  expect(reachability.state().away).toBe(true);
  fetchStub.mockResolvedValueOnce(new Response('{"n":1}'));
  await apiGet('/api/x', answer);
  expect(reachability.state().away).toBe(false);
});

test('a gateway that answers for an absent server counts as absent', async () => {
  fetchStub.mockResolvedValue(new Response('', { status: 502 }));
  await expect(apiGet('/api/x', answer)).rejects.toBeInstanceOf(ApiError);
  expect(reachability.state().away).toBe(true);
});

test('an aborted request is neither an answer nor an absence', async () => {
  fetchStub.mockRejectedValue(new DOMException('aborted', 'AbortError'));
  await expect(apiGet('/api/x', answer)).rejects.toMatchObject({ name: 'AbortError' });
  expect(reachability.state().away).toBe(false);
});
