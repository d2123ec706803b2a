/** What the metric store holds and which queries it works on. */
import { apiDelete, apiGet } from './client';
import { asObject, type Decoder, defaulted, list, number, object, oneOf, string, time } from './decode';
import { BASE, envelope } from './prometheus';

const count = object({ name: string, value: number });
export type Count = ReturnType<typeof count>;
const counts = defaulted(list(count), []);

const head = object({
  numSeries: number,
  numLabelPairs: defaulted(number, 0),
  chunkCount: defaulted(number, 0),
  minTime: defaulted(number, 0),
  maxTime: defaulted(number, 0),
});

const store = object({
  headStats: head,
  seriesCountByMetricName: counts,
  labelValueCountByLabelName: counts,
  memoryInBytesByLabelName: counts,
  seriesCountByLabelValuePair: counts,
});
export type StoreStatus = ReturnType<typeof store>;

export async function storeStatus(limit: number, signal?: AbortSignal): Promise<StoreStatus> {
  return (await apiGet(`${BASE}/status/tsdb`, envelope(store), { params: { limit }, signal })).data;
}

const running: Decoder<RunningQuery> = (value, path) => {
  const fields = asObject(value, path);
  return {
    id: string(fields['id'], `${path}.id`),
    query: string(fields['query'], `${path}.query`),
    sinceMs: time(fields['since'], `${path}.since`),
    samples: defaulted(number, 0)(fields['samples'], `${path}.samples`),
    origin: defaulted(string, '')(fields['origin'], `${path}.origin`),
    priority: oneOf(['interactive', 'rule', 'other'], 'other')(fields['priority'], `${path}.priority`),
  };
};

export interface RunningQuery {
  readonly id: string;
  readonly query: string;
  readonly sinceMs: number;
  /** Read so far; 0 where the engine does not count. */
  readonly samples: number;
  /** Who asked: a user, a rule, a dashboard; may be empty. */
  readonly origin: string;
  readonly priority: 'interactive' | 'rule' | 'other';
}

/** The queries under way, oldest first. */
export async function runningQueries(signal?: AbortSignal): Promise<RunningQuery[]> {
  return (await apiGet(`${BASE}/status/queries`, envelope(list(running)), { signal })).data;
}

const slow: Decoder<SlowQuery> = (value, path) => {
  const fields = asObject(value, path);
  return {
    query: string(fields['query'], `${path}.query`),
    sinceMs: time(fields['since'], `${path}.since`),
    seconds: number(fields['seconds'], `${path}.seconds`),
    samples: defaulted(number, 0)(fields['samples'], `${path}.samples`),
    origin: defaulted(string, '')(fields['origin'], `${path}.origin`),
    priority: oneOf(['interactive', 'rule', 'other'], 'other')(fields['priority'], `${path}.priority`),
  };
};

export interface SlowQuery {
  readonly query: string;
  readonly sinceMs: number;
  readonly seconds: number;
  readonly samples: number;
  readonly origin: string;
  readonly priority: 'interactive' | 'rule' | 'other';
}

/** The last queries that took long, newest first. */
export async function slowQueries(signal?: AbortSignal): Promise<SlowQuery[]> {
  return (await apiGet(`${BASE}/status/queries/slow`, envelope(list(slow)), { signal })).data;
}

/** Stops a query; its caller is told so. */
export function stopQuery(id: string): Promise<void> {
  return apiDelete(`${BASE}/status/queries/${encodeURIComponent(id)}`);
}
