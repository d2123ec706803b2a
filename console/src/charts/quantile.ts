/** Figures from the buckets of one histogram; no DOM. */
import type { HeatBucket } from './heatmap';

/**
 * The value below which the share `q` lies. Within a bucket of a native histogram values spread exponentially, across
 * zero and in unbounded ones linearly, as Prometheus 3's `histogram_quantile` has it. NaN without buckets.
 */
export function quantileOf(buckets: readonly HeatBucket[], q: number): number {
  const total = buckets.reduce((sum, { count }) => sum + count, 0);
  if (!(total > 0)) return NaN;
  let left = q * total;
  for (const { low, high, count } of buckets) {
    if (left > count) {
      left -= count;
      continue;
    }
    const share = count === 0 ? 0 : left / count;
    if (!Number.isFinite(low)) return high;
    if (!Number.isFinite(high)) return low;
    if (low > 0) return low * (high / low) ** share;
    if (high < 0) return -(-low * (high / low) ** share);
    return low + (high - low) * share;
  }
  return buckets.at(-1)?.high ?? NaN;
}
