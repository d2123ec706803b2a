import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { queryExemplars, queryRange } from '@/api/prometheus';
import type { TimeRangeState } from '@/app/timeRange';
import { unitOf } from '@/lib/format';
import { stepSeconds } from '@/lib/time';
import { aligned, toExemplars } from './expressions';

/** The answer over the page's range with a step from the width, the one before it to compare, and exemplars of times. */
export function useRangeQuery(expression: string, range: TimeRangeState, widthPx: number) {
  const step = stepSeconds(range.resolved.toMs - range.resolved.fromMs, widthPx);
  const { fromMs, toMs } = aligned(range.resolved.fromMs, range.resolved.toMs, step);
  const unit = unitOf(expression);
  const now = { expr: expression, fromMs, toMs, stepSeconds: step };
  const query = useQuery({
    queryKey: ['query-range', now],
    queryFn: ({ signal }) => queryRange(now, signal),
    placeholderData: keepPreviousData,
    enabled: widthPx > 0,
  });
  const shift = range.compareMs;
  const before = { ...now, fromMs: fromMs - shift, toMs: toMs - shift };
  const compared = useQuery({
    queryKey: ['query-range', before],
    queryFn: ({ signal }) => queryRange(before, signal),
    placeholderData: keepPreviousData,
    enabled: widthPx > 0 && shift > 0,
  });
  // Exemplars carry durations: they can be placed only on an axis of durations.
  const exemplarQuery = useQuery({
    queryKey: ['exemplars', expression, fromMs, toMs],
    queryFn: ({ signal }) => queryExemplars({ expr: expression, fromMs, toMs }, signal),
    placeholderData: keepPreviousData,
    enabled: widthPx > 0 && unit === 'seconds',
    retry: false,
  });
  const exemplars = useMemo(
    () => (unit === 'seconds' ? toExemplars(exemplarQuery.data ?? []) : []),
    [unit, exemplarQuery.data],
  );
  return { query, compared, exemplars, unit, step, fromMs, toMs };
}
