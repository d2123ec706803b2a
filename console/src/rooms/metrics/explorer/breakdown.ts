/** Which labels a metric has and which of them make its series many; no DOM. */
import type { Labels } from '@/api/prometheus';

export type ValueCount = { readonly value: string; readonly series: number };
export type LabelShare = {
  readonly label: string;
  /** Most series first. */
  readonly values: readonly ValueCount[];
  /** Series that would be left without this label: the fewer, the more it multiplies. */
  readonly without: number;
};

/** Labels of the series, the one that multiplies them most first. */
export function breakdown(series: readonly Labels[]): LabelShare[] {
  const values = new Map<string, Map<string, number>>();
  for (const labels of series) {
    for (const [label, value] of Object.entries(labels)) {
      if (label === '__name__') continue;
      const counts = values.get(label) ?? new Map<string, number>();
      counts.set(value, (counts.get(value) ?? 0) + 1);
      values.set(label, counts);
    }
  }
  return [...values]
    .map(([label, counts]) => ({
      label,
      values: [...counts].map(([value, count]) => ({ value, series: count })).sort((a, b) => b.series - a.series || (a.value < b.value ? -1 : 1)),
      without: withoutLabel(series, label),
    }))
    .sort((a, b) => a.without - b.without || b.values.length - a.values.length || (a.label < b.label ? -1 : 1));
}

function withoutLabel(series: readonly Labels[], label: string): number {
  const rest = new Set<string>();
  for (const labels of series) {
    const pairs = Object.entries(labels).filter(([name]) => name !== label);
    rest.add(JSON.stringify(pairs.sort(([a], [b]) => (a < b ? -1 : 1))));
  }
  return rest.size;
}
