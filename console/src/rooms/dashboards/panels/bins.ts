import { niceStep } from '@/charts/scale';

export type Bin = { readonly from: number; readonly to: number; readonly count: number };

const MOST_BINS = 200;

/** Values in bins of one width, `size` or one that makes about `count`; empty ones between are kept. */
export function bins(values: readonly number[], size: number | undefined, count: number): Bin[] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [];
  const low = finite.reduce((a, b) => Math.min(a, b));
  const high = finite.reduce((a, b) => Math.max(a, b));
  const least = (high - low) / MOST_BINS;
  const width = Math.max(size ?? niceStep(high - low || 1, count, ''), least);
  const first = Math.floor(low / width);
  const counts: number[] = Array.from({ length: Math.floor(high / width) - first + 1 }, () => 0);
  for (const value of finite) {
    const place = Math.min(counts.length - 1, Math.floor(value / width) - first);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts.map((number, index) => ({ from: (first + index) * width, to: (first + index + 1) * width, count: number }));
}
