/** The business in figures: `/api/business/...`. */
import { apiGet } from './client';
import { boolean, type Decoded, defaulted, list, nullable, number, object, oneOf, record, string, time } from './decode';

const text = object({ zh: string, en: string });
export type Text = Decoded<typeof text>;

const database = object({
  configured: boolean,
  where: defaulted(string, ''),
  lastAsked: nullable(time),
  answers: defaulted(boolean, false),
});
export type MallDatabase = Decoded<typeof database>;

const way = object({ value: nullable(number), reason: nullable(string), query: string, at: time });
export type Way = Decoded<typeof way>;

const figure = object({
  id: string,
  requirement: string,
  group: oneOf(['users', 'transactions']),
  unit: oneOf(['count', 'ratio', 'yuan', 'points', 'seconds', 'per_user'], 'count'),
  window: oneOf(['now', '15m', '24h', '30d'], 'now'),
  name: text,
  formula: text,
  zero: text,
  missing: text,
  source: oneOf(['database', 'metrics', 'none'], 'none'),
  value: nullable(number),
  parts: list(object({ name: string, value: number })),
  series: string,
  database: nullable(way),
  metrics: nullable(way),
  difference: nullable(number),
});
export type BusinessFigure = Decoded<typeof figure>;

const board = object({ asOf: time, database, figures: list(figure) });
export type Board = Decoded<typeof board>;

const rows = list(record(string));

const check = object({
  id: string,
  name: text,
  rule: text,
  state: oneOf(['holds', 'broken', 'unchecked'], 'unchecked'),
  at: time,
  offending: number,
  difference: number,
  rows,
  reason: nullable(string),
  query: string,
});
export type LedgerCheck = Decoded<typeof check>;

const breach = object({
  id: number,
  invariant: string,
  firstSeen: time,
  lastSeen: time,
  mended: nullable(time),
  offending: number,
  difference: number,
  rows,
});
export type LedgerBreach = Decoded<typeof breach>;

const ledger = object({ database, checks: list(check), breaches: list(breach) });
export type Ledger = Decoded<typeof ledger>;

/** As of `atMs`; without it, as of now. */
export function fetchFigures(atMs: number | null, signal?: AbortSignal): Promise<Board> {
  const at = atMs === null ? undefined : new Date(atMs).toISOString();
  return apiGet('/api/business/figures', board, { params: { at }, signal });
}

export function fetchLedger(signal?: AbortSignal): Promise<Ledger> {
  return apiGet('/api/business/ledger', ledger, { signal });
}

const objective = object({
  name: string,
  objective: number,
  window: string,
  errors: nullable(number),
  left: nullable(number),
  burn1h: nullable(number),
  burn1d: nullable(number),
  query: string,
});
export type Objective = Decoded<typeof objective>;

const objectives = object({ objectives: list(objective) });

/** As of `atMs`; without it, as of now. */
export async function fetchObjectives(atMs: number | null, signal?: AbortSignal): Promise<Objective[]> {
  const at = atMs === null ? undefined : new Date(atMs).toISOString();
  return (await apiGet('/api/business/objectives', objectives, { params: { at }, signal })).objectives;
}

const outlook = object({
  points: list(list(nullable(number))),
  next24h: nullable(number),
  error: nullable(number),
  reason: nullable(string),
  query: string,
});
export type Outlook = Decoded<typeof outlook>;

/** Turnover of the next two days, from `atMs` on; without it, from now on. */
export function fetchForecast(atMs: number | null, signal?: AbortSignal): Promise<Outlook> {
  const at = atMs === null ? undefined : new Date(atMs).toISOString();
  return apiGet('/api/business/forecast', outlook, { params: { at }, signal });
}
