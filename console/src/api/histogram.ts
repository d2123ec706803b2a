/** Native histograms as Prometheus's HTTP API writes them. */
import { asObject, type Decoder, defaulted, list, number, string, UnexpectedAnswer } from './decode';

/** What fell between `low` and `high`; bounds may be infinite. */
export interface HistogramBucket {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

export interface NativeHistogram {
  readonly count: number;
  readonly sum: number;
  /** Lowest first; empty buckets are left out. */
  readonly buckets: readonly HistogramBucket[];
}

export function sampleValue(text: string): number {
  if (text === '+Inf' || text === 'Inf') return Infinity;
  return text === '-Inf' ? -Infinity : Number(text);
}

/** `[which ends belong to it, "low", "high", "count"]`. */
const bucket: Decoder<HistogramBucket> = (value, path) => {
  if (!Array.isArray(value) || value.length !== 4) throw new UnexpectedAnswer(path, 'a bucket', value);
  return {
    low: sampleValue(string(value[1], `${path}[1]`)),
    high: sampleValue(string(value[2], `${path}[2]`)),
    count: sampleValue(string(value[3], `${path}[3]`)),
  };
};

export const histogram: Decoder<NativeHistogram> = (value, path) => {
  const fields = asObject(value, path);
  return {
    count: sampleValue(string(fields['count'], `${path}.count`)),
    sum: sampleValue(string(fields['sum'], `${path}.sum`)),
    buckets: defaulted(list(bucket), [])(fields['buckets'], `${path}.buckets`),
  };
};

/** `[seconds, {…}]`. */
export const histogramSample: Decoder<readonly [ms: number, histogram: NativeHistogram]> = (value, path) => {
  if (!Array.isArray(value) || value.length !== 2) throw new UnexpectedAnswer(path, 'a histogram sample', value);
  return [number(value[0], `${path}[0]`) * 1000, histogram(value[1], `${path}[1]`)];
};
