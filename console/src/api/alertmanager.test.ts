import { afterEach, expect, test, vi } from 'vitest';
import { createSilence, fetchAlertsMatching, fetchSilences, matcherText } from './alertmanager';

afterEach(() => {
  vi.unstubAllGlobals();
});

test('matchers are written as amtool writes them', () => {
  const write = (isRegex: boolean, isEqual: boolean, value = 'x') => matcherText({ name: 'a', value, isRegex, isEqual });
  expect([write(false, true), write(false, false), write(true, true), write(true, false)]).toEqual([
    'a="x"',
    'a!="x"',
    'a=~"x"',
    'a!~"x"',
  ]);
  expect(write(false, true, 'say "hi"\\\n')).toBe('a="say \\"hi\\"\\\\\\n"');
});

test('the preview filters by every matcher', async () => {
  const stub = vi.fn<typeof fetch>(async () => new Response('[]'));
  vi.stubGlobal('fetch', stub);
  await fetchAlertsMatching([
    { name: 'alertname', value: 'Down', isRegex: false, isEqual: true },
    { name: 'route', value: '/api/.*', isRegex: true, isEqual: true },
  ]);
  const url = new URL(String(stub.mock.calls[0]?.[0]), 'http://stub');
  expect(url.searchParams.getAll('filter')).toEqual(['alertname="Down"', 'route=~"/api/.*"']);
});

test('a silence is made with its times in RFC 3339 and answers with its id', async () => {
  const stub = vi.fn<typeof fetch>(async () => new Response('{"silenceID":"abc"}'));
  vi.stubGlobal('fetch', stub);
  const id = await createSilence({ matchers: [], startsAtMs: 0, endsAtMs: 3_600_000, createdBy: '王芳', comment: '发版' });
  expect(id).toBe('abc');
  expect(JSON.parse(String(stub.mock.calls[0]?.[1]?.body))).toMatchObject({
    startsAt: '1970-01-01T00:00:00.000Z',
    endsAt: '1970-01-01T01:00:00.000Z',
  });
});

test('silences of before isEqual was known match by equality', async () => {
  const body = [
    {
      id: '1',
      status: { state: 'active' },
      matchers: [{ name: 'a', value: 'b', isRegex: false }],
      startsAt: '2026-01-01T00:00:00Z',
      endsAt: '2026-01-01T01:00:00Z',
    },
  ];
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(body)));
  expect((await fetchSilences())[0]?.matchers[0]?.isEqual).toBe(true);
});
