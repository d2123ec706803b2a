/** What is drawn of findings: bars by level over time. */
import type { StackBucket } from '@/charts/shapes';
import type { Finding, SecurityText } from '@/api/security';
import type { Locale } from '@/lib/format';

const BARS = 60;

export interface FindingBars {
  readonly intervalMs: number;
  readonly buckets: readonly StackBucket[];
}

/** Findings by the time they were last seen, in equal parts of the range. */
export function findingBars(findings: readonly Finding[], from: number, to: number): FindingBars {
  const intervalMs = Math.max(1000, Math.ceil((to - from) / BARS));
  const start = Math.floor(from / intervalMs) * intervalMs;
  const counts = new Map<number, Record<string, number>>();
  for (const { lastAt, level } of findings) {
    if (lastAt < from || lastAt >= to) continue;
    const t = start + Math.floor((lastAt - start) / intervalMs) * intervalMs;
    const bucket = counts.get(t) ?? {};
    bucket[level] = (bucket[level] ?? 0) + 1;
    counts.set(t, bucket);
  }
  const buckets = [...counts].map(([t, of]) => ({ t, counts: of })).toSorted((a, b) => a.t - b.t);
  return { intervalMs, buckets };
}

export const inWords = (text: SecurityText, locale: Locale): string => (locale === 'zh-CN' ? text.zh : text.en);
