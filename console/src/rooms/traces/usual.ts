/** How long an operation usually takes, and the queries that draw it among the metrics. */
import { query as instant } from '@/api/prometheus';

const QUOTE = /["\\]/g;
const DURATIONS = 'traces_span_metrics_duration_milliseconds_bucket';
const CALLS = 'traces_span_metrics_calls_total';

function selector(service: string, operation: string): string {
  const quoted = (text: string): string => `"${text.replace(QUOTE, '\\$&').replaceAll('\n', '\\n')}"`;
  return `{service_name=${quoted(service)},span_name=${quoted(operation)}}`;
}

/** Its calls and its 95th percentile over time, to be opened among the metrics. */
export function metricQueries(service: string, operation: string): string[] {
  const of = selector(service, operation);
  return [`histogram_quantile(0.95, sum by (le) (rate(${DURATIONS}${of}[5m])))`, `sum by (status_code) (rate(${CALLS}${of}[5m]))`];
}

export type Usual = { readonly p50Ms: number; readonly p95Ms: number };

const DAY_MS = 86_400_000;
/** Metrics follow their spans by up to this much. */
const LATE_MS = 240_000;

/** Over the day up to `atMs`, or up to now where that is less than a day ago; null when the operation is not measured, as work within a service is not. */
export async function fetchUsual(service: string, operation: string, atMs: number, signal?: AbortSignal): Promise<Usual | null> {
  const of = selector(service, operation);
  const at = Date.now() - atMs < DAY_MS ? undefined : atMs + LATE_MS;
  const quantile = async (q: number): Promise<number> => {
    // A burst that began the series grew by nothing since: then all of it counts.
    const grown = `histogram_quantile(${q}, sum by (le) (increase(${DURATIONS}${of}[1d])))`;
    const all = `histogram_quantile(${q}, sum by (le) (${DURATIONS}${of}))`;
    const { data } = await instant(`${grown} >= 0 or ${all}`, at, signal);
    return data.kind === 'vector' ? (data.series[0]?.sample[1] ?? NaN) : NaN;
  };
  const [p50Ms, p95Ms] = await Promise.all([quantile(0.5), quantile(0.95)]);
  return Number.isFinite(p50Ms) && Number.isFinite(p95Ms) ? { p50Ms, p95Ms } : null;
}

export type Judgement = 'slow' | 'usual' | 'fast';

/** Against the percentiles: longer than 19 of 20, or less than half as long as usual. */
export function judge(durationMs: number, usual: Usual): Judgement {
  if (durationMs > usual.p95Ms) return 'slow';
  return durationMs < usual.p50Ms / 2 ? 'fast' : 'usual';
}
