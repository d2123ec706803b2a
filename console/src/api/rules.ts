/** Rules tried before they serve (`/api/rules/…`) and the way of alerts to receivers (`/api/routes`). */
import { apiGet, apiPost } from './client';
import { boolean, type Decoded, list, nullable, number, object, oneOf, record, string, time } from './decode';

const words = object({ zh: string, en: string });
export type Words = Decoded<typeof words>;

const checked = object({
  rules: number,
  problems: list(object({ line: number, path: string, message: string })),
  findings: list(
    object({
      code: string,
      level: oneOf(['error', 'warning', 'info'], 'info'),
      line: number,
      rule: string,
      what: words,
      advice: words,
      corrected: string,
    }),
  ),
});
export type Checked = Decoded<typeof checked>;
export type Finding = Checked['findings'][number];

const rehearsal = object({
  rule: string,
  from: time,
  to: time,
  evaluations: number,
  total: number,
  pendings: number,
  shortestSeconds: nullable(number),
  longestSeconds: nullable(number),
  firings: list(
    object({
      labels: record(string),
      firedAt: time,
      endedAt: nullable(time),
      value: nullable(number),
    }),
  ),
  told: list(object({ receiver: string, firing: number, resolved: number })),
  cut: boolean,
});
export type Rehearsal = Decoded<typeof rehearsal>;

/** @param text a rule file in Prometheus's format */
export function checkRules(text: string, signal?: AbortSignal): Promise<Checked> {
  return apiPost('/api/rules/check', { text }, checked, signal);
}

export async function rehearseRules(text: string, days: number, signal?: AbortSignal): Promise<Rehearsal[]> {
  const of = object({ rehearsals: list(rehearsal) });
  return (await apiPost('/api/rules/rehearse', { text, days }, of, signal)).rehearsals;
}

const node = object({
  id: number,
  depth: number,
  matchers: list(string),
  continue: boolean,
  receiver: string,
  channels: list(string),
  groupBy: list(string),
  groupWaitSeconds: number,
  groupIntervalSeconds: number,
  repeatIntervalSeconds: number,
  outcome: oneOf(['passed', 'stayed', 'refused', 'skipped', ''], ''),
  refusedBy: string,
  mutedBy: list(string),
});
export type RouteNode = Decoded<typeof node>;

const way = object({
  nodes: list(node),
  silences: list(object({ id: string, matchers: list(string), endsAt: time, createdBy: string, comment: string })),
  inhibitedBy: record(string),
});
export type RouteWay = Decoded<typeof way>;

/** The whole tree, without an alert in it. */
export async function fetchRoutes(signal?: AbortSignal): Promise<RouteWay> {
  const { nodes } = await apiGet('/api/routes', object({ nodes: list(node) }), { signal });
  return { nodes, silences: [], inhibitedBy: {} };
}

const outcomes = object({
  outcomes: list(
    object({
      channel: string,
      target: string,
      state: oneOf(['queued', 'sent', 'delivered', 'failed', 'unknown', 'suppressed'], 'unknown'),
      attempts: number,
      error: string,
      receipt: string,
    }),
  ),
});
export type ChannelOutcome = Decoded<typeof outcomes>['outcomes'][number];

/** Sends a test message and waits for what the other sides answer. */
export async function testReceiver(name: string): Promise<ChannelOutcome[]> {
  return (await apiPost(`/api/receivers/${encodeURIComponent(name)}/test`, {}, outcomes)).outcomes;
}

export function testRoutes(labels: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<RouteWay> {
  return apiPost('/api/routes/test', { labels }, way, signal);
}
