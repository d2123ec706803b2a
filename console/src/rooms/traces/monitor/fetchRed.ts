/** Jaeger's metrics API: what its Monitor tab asks. */
import { apiGet } from '@/api/client';
import { type Decoder, defaulted, list, number, object, string, time } from '@/api/decode';
import type { Family } from './red';

const label = object({ name: string, value: string });
/** JSON has no NaN: the server writes it as a word. */
const reading: Decoder<number> = (value, path) => (typeof value === 'string' ? Number(value) : defaulted(number, NaN)(value, path));
const point = object({ timestamp: time, gaugeValue: object({ doubleValue: reading }) });
const metric = object({ labels: list(label), metricPoints: defaulted(list(point), []) });
const family: Decoder<Family> = (value, path) =>
  object({ metrics: defaulted(list(metric), []) })(value, path).metrics.map((one) => ({
    service: one.labels.find(({ name }) => name === 'service_name')?.value ?? '',
    operation: one.labels.find(({ name }) => name === 'operation')?.value ?? '',
    points: one.metricPoints.map(({ timestamp, gaugeValue }) => [timestamp, gaugeValue.doubleValue] as const),
  }));

export type FamilyQuery = {
  readonly what: 'calls' | 'errors' | 'latencies';
  readonly service: string;
  readonly byOperation: boolean;
  readonly fromMs: number;
  readonly toMs: number;
  /** The rate is taken over this long before each point. */
  readonly ratePerMs: number;
  readonly stepMs: number;
  /** For latencies. */
  readonly quantile?: number;
};

/** Calls that a service answered or took from a queue; its own work without a caller counts too. */
const KINDS = ['server', 'consumer', 'internal'];

export function fetchFamily(query: FamilyQuery, signal?: AbortSignal): Promise<Family> {
  const params = {
    service: query.service,
    spanKind: KINDS,
    groupByOperation: String(query.byOperation),
    endTs: Math.round(query.toMs),
    lookback: Math.max(1, Math.round(query.toMs - query.fromMs)),
    step: Math.max(1, Math.round(query.stepMs)),
    ratePer: Math.max(1, Math.round(query.ratePerMs)),
    quantile: query.quantile,
  };
  return apiGet(`/jaeger/api/metrics/${query.what}`, family, { params, signal });
}
