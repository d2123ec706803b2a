/** The overview: one answer for the whole first page, `/api/overview`. */
import { apiGet } from './client';
import { boolean, type Decoded, defaulted, list, nullable, number, object, oneOf, string, time, tuple, UnexpectedAnswer, type Decoder } from './decode';
import { incidentSummary } from './incidents';

const point = tuple(number, nullable(number));

const bandPoint: Decoder<[ms: number, low: number, middle: number, high: number]> = (value, path) => {
  if (!Array.isArray(value) || value.length < 4) throw new UnexpectedAnswer(path, 'a band point', value);
  return [0, 1, 2, 3].map((index) => number(value[index], `${path}[${index}]`)) as [number, number, number, number];
};

const indicator = object({
  id: string,
  value: nullable(number),
  unit: defaulted(string, 'count'),
  bad: number,
  good: number,
  score: nullable(number),
  query: defaulted(string, ''),
});
export type Indicator = Decoded<typeof indicator>;

const scorePart = object({
  id: oneOf(['userGrowth', 'transactionHealth', 'systemPerformance', 'userSatisfaction']),
  weight: number,
  score: nullable(number),
  contribution: nullable(number),
  indicators: defaulted(list(indicator), []),
});
export type ScorePart = Decoded<typeof scorePart>;

const score = object({
  overall: nullable(number),
  level: oneOf(['excellent', 'good', 'warning', 'critical', 'unknown'], 'unknown'),
  confidence: defaulted(number, 0),
  cappedBy: nullable(string),
  parts: list(scorePart),
  recommendations: defaulted(
    list(object({ id: string, gain: number, text: object({ zh: string, en: string }), link: defaulted(string, '') })),
    [],
  ),
});
export type Score = Decoded<typeof score>;

const figure = object({
  id: oneOf(['gmv', 'orders', 'paymentSuccess', 'activeUsers']),
  value: nullable(number),
  unit: defaulted(string, 'count'),
  previous: nullable(number),
  goodWhen: oneOf(['up', 'down'], 'up'),
  query: defaulted(string, ''),
  points: defaulted(list(point), []),
  previousPoints: defaulted(list(point), []),
});
export type Figure = Decoded<typeof figure>;

const freshness = object({
  source: string,
  kind: oneOf(['metrics', 'logs', 'traces', 'database', 'other'], 'other'),
  lastSeen: nullable(time),
  ageSeconds: nullable(number),
  state: oneOf(['fresh', 'late', 'silent'], 'silent'),
});
export type Freshness = Decoded<typeof freshness>;

const pointsFlow = object({
  recharge24h: nullable(number),
  transfer24h: nullable(number),
  withdraw24h: nullable(number),
  transferSuccess24h: nullable(number),
});
export type PointsFlow = Decoded<typeof pointsFlow>;

const overview = object({
  asOf: time,
  demo: defaulted(boolean, false),
  score,
  figures: list(figure),
  orders: object({ points: list(point), baseline: defaulted(list(bandPoint), []), learning: defaulted(boolean, false) }),
  levels: list(object({ level: string, count: nullable(number) })),
  upgrades: object({ attempts24h: nullable(number), successRate24h: nullable(number) }),
  points: pointsFlow,
  freshness: list(freshness),
  incidents: list(incidentSummary),
});
export type Overview = Decoded<typeof overview>;

/** As of `atMs`; without it, as of now. */
export function fetchOverview(atMs: number | null, signal?: AbortSignal): Promise<Overview> {
  const at = atMs === null ? undefined : new Date(atMs).toISOString();
  return apiGet('/api/overview', overview, { params: { at }, signal });
}
