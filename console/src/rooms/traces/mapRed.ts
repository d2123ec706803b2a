/** What the metrics know of the services and calls of the map: rate, errors, 95th percentile. */
import { query as instant, type InstantSeries } from '@/api/prometheus';

export type Red = {
  /** Calls a second; NaN when unknown, as the others. */
  readonly rate: number;
  readonly errors: number;
  readonly p95Seconds: number;
};

export type MapRed = {
  readonly services: ReadonlyMap<string, Red>;
  /** The 95th percentile in seconds, by `edgeKey`. */
  readonly edges: ReadonlyMap<string, number>;
  /** What kind of thing a callee is that sends no spans itself: `database`, `messaging`, `cache`. */
  readonly types: ReadonlyMap<string, string>;
};

export const EMPTY_RED: MapRed = { services: new Map(), edges: new Map(), types: new Map() };

export function edgeKey(client: string, server: string): string {
  return `${client}\u0000${server}`;
}

const CALLS = 'traces_span_metrics_calls_total';
const DURATIONS = 'traces_span_metrics_duration_milliseconds_bucket';
const EDGES = 'traces_service_graph_request_client_seconds_bucket';
const ENTRIES = 'span_kind=~"SPAN_KIND_(SERVER|CONSUMER)"';

/** The percentile over the range, or over all time where nothing grew within it (a burst that began it). */
function p95(metric: string, selector: string, by: string, range: string): string {
  const within = `histogram_quantile(0.95, sum by (${by}, le) (increase(${metric}{${selector}}[${range}])))`;
  return `${within} >= 0 or histogram_quantile(0.95, sum by (${by}, le) (${metric}{${selector}}))`;
}

export async function fetchMapRed(fromMs: number, toMs: number, signal?: AbortSignal): Promise<MapRed> {
  const range = `${Math.max(60, Math.round((toMs - fromMs) / 1000))}s`;
  const rate = (selector: string): string => `sum by (service_name) (rate(${CALLS}{${selector}}[${range}]))`;
  const answers = await Promise.all(
    [
      rate(ENTRIES),
      rate(`${ENTRIES},status_code="STATUS_CODE_ERROR"`),
      p95(DURATIONS, ENTRIES, 'service_name', range),
      p95(EDGES, '', 'client, server', range),
      'group by (server, connection_type) (traces_service_graph_request_total{connection_type!=""})',
    ].map(async (expr) => {
      const { data } = await instant(expr, toMs, signal);
      return data.kind === 'vector' ? data.series : [];
    }),
  );
  return readMapRed(answers);
}

/** Puts together the answers in the order in which they are asked for. */
export function readMapRed([rates = [], failed = [], durations = [], edges = [], types = []]: readonly (readonly InstantSeries[])[]): MapRed {
  const byService = (series: readonly InstantSeries[]): Map<string, number> =>
    new Map(series.map(({ metric, sample }) => [metric['service_name'] ?? '', sample[1]]));
  const [errors, slow, calls] = [byService(failed), byService(durations), byService(rates)];
  const services = new Map<string, Red>();
  for (const name of new Set([...calls.keys(), ...slow.keys()])) {
    const rate = calls.get(name) ?? NaN;
    services.set(name, {
      rate,
      errors: rate > 0 ? (errors.get(name) ?? 0) / rate : NaN,
      p95Seconds: (slow.get(name) ?? NaN) / 1000,
    });
  }
  return {
    services,
    edges: new Map(edges.map(({ metric, sample }) => [edgeKey(metric['client'] ?? '', metric['server'] ?? ''), sample[1]])),
    types: new Map(types.map(({ metric }) => [metric['server'] ?? '', metric['connection_type'] ?? ''])),
  };
}

/** The search that finds what went to a callee without spans of its own. */
export function tagsOfType(name: string, type: string): string {
  return `${type === 'messaging' ? 'messaging.system' : 'db.system.name'}=${name}`;
}
