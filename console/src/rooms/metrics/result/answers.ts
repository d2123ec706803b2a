/** What charts need of an answer: its exemplars, its buckets, its place in time; no DOM. */
import type { ExemplarSeries, Labels, RangeSeries } from '@/api/prometheus';
import { heatGrid, nativeGrid, type BucketSeries, type HeatGrid } from '@/charts/heatmap';
import type { Exemplar } from '@/charts/PlotMarks';
import type { Point } from '@/charts/seriesData';
import { unitOf } from '@/lib/format';

const TRACE_LABELS = ['trace_id', 'traceID', 'traceId'];
/** Stretches of time of which each shows its two largest exemplars: enough to choose from, never a crowd. */
const STRETCHES = 48;
const PER_STRETCH = 2;

/** Exemplars that name a trace, the largest of each stretch of time, largest first. */
export function toExemplars(all: readonly ExemplarSeries[]): Exemplar[] {
  const found = all.flatMap(({ seriesLabels, exemplars }) =>
    exemplars.flatMap(({ labels: own, value, timestamp }): Exemplar[] => {
      const labels = { ...seriesLabels, ...own };
      const id = traceIdOf(own);
      const number = Number(value);
      return id === undefined || !Number.isFinite(number) ? [] : [{ at: timestamp * 1000, value: number, id, labels }];
    }),
  );
  const once = new Map(found.map((one) => [`${one.id} ${one.at} ${one.value}`, one]));
  const times = found.map(({ at }) => at);
  const from = times.reduce((low, at) => Math.min(low, at), Infinity);
  const span = Math.max(1, times.reduce((high, at) => Math.max(high, at), -Infinity) - from);
  const taken = new Map<number, number>();
  return [...once.values()]
    .sort((a, b) => b.value - a.value)
    .filter(({ at }) => {
      const stretch = Math.min(STRETCHES - 1, Math.floor(((at - from) / span) * STRETCHES));
      const count = taken.get(stretch) ?? 0;
      taken.set(stretch, count + 1);
      return count < PER_STRETCH;
    });
}

function traceIdOf(labels: Labels): string | undefined {
  return TRACE_LABELS.map((name) => labels[name]).find((id) => id !== undefined && id !== '');
}

/** What the exemplars measure: the unit of the histogram or counter that they were taken with. */
export function exemplarUnitOf(exemplars: readonly Exemplar[]): string {
  const name = exemplars[0]?.labels?.['__name__'] ?? '';
  return boundUnit(name);
}

/** The unit of a histogram's bounds, whatever the expression does with its counts. */
export function boundUnit(expression: string, told = ''): string {
  return unitOf(`histogram_quantile(0.5, ${expression})`, told);
}

/** The answer as a heatmap: of native histograms, or of buckets where every series has its own `le`; null otherwise. */
export function toGrid(answer: readonly RangeSeries[]): HeatGrid | null {
  const native = answer.flatMap(({ histograms }) => (histograms === undefined ? [] : [histograms]));
  if (native.length > 0) {
    return nativeGrid(native.map((samples) => samples.map(([ms, { buckets }]) => [ms, buckets] as const)));
  }
  const buckets = toBuckets(answer);
  return buckets === null ? null : heatGrid(buckets);
}

/** Whether the answer holds native histograms alone, which no line can show. */
export function onlyHistograms(answer: readonly RangeSeries[]): boolean {
  return answer.length > 0 && answer.every(({ points, histograms }) => points.length === 0 && histograms !== undefined);
}

/** The unit that metadata names for the first metric of the expression that it knows; '' for none. */
export function toldUnit(expression: string, units: Readonly<Record<string, string>>): string {
  const words = expression.replace(/"(?:[^"\\]|\\.)*"/g, ' ').match(/[a-zA-Z_:][\w:]*/g) ?? [];
  for (const word of words) {
    const unit = units[word] ?? units[word.replace(/_(bucket|sum|count|total)$/, '')];
    if (unit !== undefined && unit !== '') return unit;
  }
  return '';
}

/** The answer as histogram buckets when every series has its own `le`; null otherwise. */
export function toBuckets(answer: readonly RangeSeries[]): BucketSeries[] | null {
  if (answer.length < 2) return null;
  const bounds = answer.map(({ metric }) => (metric['le'] === '+Inf' ? Infinity : Number(metric['le'] ?? NaN)));
  if (bounds.some(Number.isNaN) || new Set(bounds).size !== bounds.length) return null;
  return answer.map(({ points }, at) => ({
    le: bounds[at] ?? NaN,
    points: points.map(([ms, value]): Point => [ms, Number.isFinite(value) ? value : null]),
  }));
}

/** The range on whole steps, so that points keep their places from refresh to refresh. */
export function aligned(fromMs: number, toMs: number, stepSeconds: number): { fromMs: number; toMs: number } {
  const step = stepSeconds * 1000;
  const from = Math.floor(fromMs / step) * step;
  return { fromMs: from, toMs: Math.max(from + step, Math.floor(toMs / step) * step) };
}
