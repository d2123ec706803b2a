import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { query, queryRange } from '@/api/prometheus';
import type { Point } from '@/charts/seriesData';
import { summed } from './growth';

const DAY = 86_400_000;
const STEP_SECONDS = 600;

/** What the server recorded of itself over the day before `toMs`: a point every ten minutes. Empty where it records nothing. */
export function useSelfMetric(expr: string, toMs: number): readonly Point[] {
  const end = Math.floor(toMs / (STEP_SECONDS * 1000)) * STEP_SECONDS * 1000;
  const recorded = useQuery({
    queryKey: ['self-metric', expr, end],
    queryFn: ({ signal }) => queryRange({ expr, fromMs: end - DAY, toMs: end, stepSeconds: STEP_SECONDS }, signal),
    staleTime: 60_000,
    retry: false,
  });
  return useMemo(() => summed((recorded.data?.data ?? []).map(({ points }) => points)), [recorded.data]);
}

/** The present value of what the server tells of itself; null where it does not. */
export function useSelfValue(expr: string): number | null {
  const answer = useQuery({
    queryKey: ['self-value', expr],
    queryFn: ({ signal }) => query(expr, undefined, signal),
    staleTime: 30_000,
    retry: false,
  });
  const data = answer.data?.data;
  return data?.kind === 'vector' ? (data.series[0]?.sample[1] ?? null) : null;
}
