/** Prometheus HTTP API v1, as the server speaks it under `/prometheus`. */
import { apiGet, apiPostForm, type Params } from './client';
import { asObject, type Decoder, defaulted, list, nullable, number, object, oneOf, record, string, UnexpectedAnswer } from './decode';
import { histogramSample, type NativeHistogram, sampleValue } from './histogram';

export const BASE = '/prometheus/api/v1';

export type Labels = Record<string, string>;
export type Sample = readonly [ms: number, value: number];
export interface InstantSeries {
  readonly metric: Labels;
  /** NaN where the series is a native histogram. */
  readonly sample: Sample;
  readonly histogram?: NativeHistogram;
}
export interface RangeSeries {
  readonly metric: Labels;
  readonly points: Sample[];
  readonly histograms?: readonly (readonly [ms: number, histogram: NativeHistogram])[];
}

/** What an evaluation cost. A server that does not count something leaves it out: null. */
export interface QueryStats {
  readonly seconds: number | null;
  readonly queuedSeconds: number | null;
  readonly preparedSeconds: number | null;
  readonly samples: number | null;
  readonly peakSamples: number | null;
  readonly series: number | null;
}

export type InstantAnswer =
  | { readonly kind: 'vector'; readonly series: InstantSeries[] }
  | { readonly kind: 'matrix'; readonly series: RangeSeries[] }
  | { readonly kind: 'scalar'; readonly sample: Sample }
  | { readonly kind: 'string'; readonly text: string };

/** `data` together with what the engine warned or informed about: a partial answer says so here. */
export interface Answer<T> {
  readonly data: T;
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

/** An answer to a query, with what it cost. */
export interface Evaluated<T> extends Answer<T> {
  readonly stats: QueryStats | null;
}

export function envelope<T>(of: Decoder<T>): Decoder<Answer<T>> {
  const notes = defaulted(list(string), []);
  return (value, path) => {
    const fields = asObject(value, path);
    return {
      data: of(fields['data'], 'data'),
      warnings: notes(fields['warnings'], 'warnings'),
      infos: notes(fields['infos'], 'infos'),
    };
  };
}

/** `[seconds, "value"]`; the value may be `NaN`, `+Inf`, `-Inf`. */
const sample: Decoder<Sample> = (value, path) => {
  if (!Array.isArray(value) || value.length !== 2) throw new UnexpectedAnswer(path, 'a sample', value);
  return [number(value[0], `${path}[0]`) * 1000, sampleValue(string(value[1], `${path}[1]`))];
};

/** A range may hold a million samples: places are named only for what is wrong. */
const samples: Decoder<Sample[]> = (value, path) => {
  if (!Array.isArray(value)) throw new UnexpectedAnswer(path, 'a list', value);
  return value.map((pair: unknown, index): Sample => {
    if (Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'number' && typeof pair[1] === 'string') {
      return [pair[0] * 1000, sampleValue(pair[1])];
    }
    return sample(pair, `${path}[${index}]`);
  });
};

const labels = record(string);
const vector = list((value, path): InstantSeries => {
  const fields = asObject(value, path);
  const metric = labels(fields['metric'], `${path}.metric`);
  if (fields['value'] !== undefined) return { metric, sample: sample(fields['value'], `${path}.value`) };
  const [ms, whole] = histogramSample(fields['histogram'], `${path}.histogram`);
  return { metric, sample: [ms, NaN], histogram: whole };
});
const matrix = list((value, path): RangeSeries => {
  const fields = asObject(value, path);
  const metric = labels(fields['metric'], `${path}.metric`);
  const points = defaulted(samples, [])(fields['values'], `${path}.values`);
  if (fields['histograms'] === undefined) return { metric, points };
  return { metric, points, histograms: list(histogramSample)(fields['histograms'], `${path}.histograms`) };
});

const instantAnswer: Decoder<InstantAnswer> = (value, path) => {
  const { resultType, result } = asObject(value, path);
  switch (oneOf(['vector', 'matrix', 'scalar', 'string'])(resultType, `${path}.resultType`)) {
    case 'vector':
      return { kind: 'vector', series: vector(result, `${path}.result`) };
    case 'matrix':
      return { kind: 'matrix', series: matrix(result, `${path}.result`) };
    case 'scalar':
      return { kind: 'scalar', sample: sample(result, `${path}.result`) };
    case 'string':
      return { kind: 'string', text: Array.isArray(result) ? String(result[1]) : String(result) };
  }
};

const rangeAnswer: Decoder<RangeSeries[]> = (value, path) => matrix(asObject(value, path)['result'], `${path}.result`);

const maybe = nullable(number);

function evaluated<T>(of: Decoder<T>): Decoder<Evaluated<T>> {
  const whole = envelope(of);
  return (value, path) => ({ ...whole(value, path), stats: statsOf(asObject(value, path)['data']) });
}

function statsOf(data: unknown): QueryStats | null {
  const stats = asObject(data, 'data')['stats'];
  if (stats === undefined || stats === null) return null;
  const { timings, samples } = asObject(stats, 'data.stats');
  const took = asObject(timings ?? {}, 'data.stats.timings');
  const read = asObject(samples ?? {}, 'data.stats.samples');
  return {
    seconds: maybe(took['evalTotalTime'], 'evalTotalTime'),
    queuedSeconds: maybe(took['execQueueTime'], 'execQueueTime'),
    preparedSeconds: maybe(took['queryPreparationTime'], 'queryPreparationTime'),
    samples: maybe(read['totalQueryableSamples'], 'totalQueryableSamples'),
    peakSamples: maybe(read['peakSamples'], 'peakSamples'),
    series: maybe(read['seriesRead'], 'seriesRead'),
  };
}

export function query(expr: string, atMs?: number, signal?: AbortSignal): Promise<Evaluated<InstantAnswer>> {
  const form = { query: expr, time: atMs === undefined ? undefined : atMs / 1000, stats: 'true' };
  return apiPostForm(`${BASE}/query`, form, evaluated(instantAnswer), signal);
}

export interface RangeQuery {
  readonly expr: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepSeconds: number;
  /** Most series of the answer; the server warns when there were more. */
  readonly limit?: number;
}

export function queryRange(range: RangeQuery, signal?: AbortSignal): Promise<Evaluated<RangeSeries[]>> {
  const form = {
    query: range.expr,
    start: range.fromMs / 1000,
    end: range.toMs / 1000,
    step: range.stepSeconds,
    limit: range.limit,
    stats: 'true',
  };
  return apiPostForm(`${BASE}/query_range`, form, evaluated(rangeAnswer), signal);
}

export interface Selection {
  readonly match?: readonly string[] | undefined;
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly limit?: number | undefined;
}

function selectionParams(selection: Selection): Params {
  return {
    'match[]': selection.match,
    start: selection.fromMs === undefined ? undefined : selection.fromMs / 1000,
    end: selection.toMs === undefined ? undefined : selection.toMs / 1000,
    limit: selection.limit,
  };
}

export function labelNames(selection: Selection = {}, signal?: AbortSignal): Promise<Answer<string[]>> {
  return apiGet(`${BASE}/labels`, envelope(list(string)), { params: selectionParams(selection), signal });
}

export function labelValues(name: string, selection: Selection = {}, signal?: AbortSignal): Promise<Answer<string[]>> {
  const path = `${BASE}/label/${encodeURIComponent(name)}/values`;
  return apiGet(path, envelope(list(string)), { params: selectionParams(selection), signal });
}

export function series(selection: Selection, signal?: AbortSignal): Promise<Answer<Labels[]>> {
  return apiGet(`${BASE}/series`, envelope(list(labels)), { params: selectionParams(selection), signal });
}

const metricMetadata = object({ type: string, help: string, unit: defaulted(string, '') });
export type MetricMetadata = ReturnType<typeof metricMetadata>;

export function metadata(signal?: AbortSignal): Promise<Answer<Record<string, MetricMetadata[]>>> {
  return apiGet(`${BASE}/metadata`, envelope(record(list(metricMetadata))), { signal });
}

const rule = object({
  type: oneOf(['alerting', 'recording']),
  name: string,
  query: string,
  state: oneOf(['inactive', 'pending', 'firing', 'unknown', ''], ''),
  health: oneOf(['ok', 'err', 'unknown'], 'unknown'),
  lastError: defaulted(string, ''),
  lastEvaluation: defaulted(string, ''),
  evaluationTime: defaulted(number, 0),
  duration: defaulted(number, 0),
  labels: defaulted(labels, {}),
  annotations: defaulted(labels, {}),
  alerts: defaulted(list(object({ state: string, labels })), []),
});
const ruleGroup = object({
  name: string,
  file: defaulted(string, ''),
  interval: defaulted(number, 0),
  lastEvaluation: defaulted(string, ''),
  evaluationTime: defaulted(number, 0),
  rules: list(rule),
});
export type Rule = ReturnType<typeof rule>;
export type RuleGroup = ReturnType<typeof ruleGroup>;

export async function rules(signal?: AbortSignal): Promise<RuleGroup[]> {
  const answer = await apiGet(`${BASE}/rules`, envelope(object({ groups: list(ruleGroup) })), { signal });
  return answer.data.groups;
}

const exemplar = object({ labels, value: string, timestamp: number });
const exemplarSeries = object({ seriesLabels: labels, exemplars: list(exemplar) });
export type ExemplarSeries = ReturnType<typeof exemplarSeries>;

export async function queryExemplars(range: Pick<RangeQuery, 'expr' | 'fromMs' | 'toMs'>, signal?: AbortSignal): Promise<ExemplarSeries[]> {
  const params = { query: range.expr, start: range.fromMs / 1000, end: range.toMs / 1000 };
  return (await apiGet(`${BASE}/query_exemplars`, envelope(list(exemplarSeries)), { params, signal })).data;
}

/** The query as the server writes it: one clause a line where it is long. */
export async function formatQuery(expr: string, signal?: AbortSignal): Promise<string> {
  return (await apiPostForm(`${BASE}/format_query`, { query: expr }, envelope(string), signal)).data;
}

export const buildInfo = (signal?: AbortSignal): Promise<Answer<Record<string, unknown>>> =>
  apiGet(`${BASE}/status/buildinfo`, envelope((value, path) => asObject(value, path)), { signal });

