import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { queryExemplars, queryRange } from '@/api/prometheus';
import type { TimeRangeState } from '@/app/timeRange';
import { stepSeconds } from '@/lib/time';
import { allowedStep } from '@/rooms/metrics/query/panels';
import { aligned, exemplarUnitOf, toExemplars } from './answers';

/** Series asked for at most: reading more would hold the browser still for seconds. */
export const MOST_ANSWERED = 2000;

type Asked = {
  /** Under which the requests of one panel are found and cancelled. */
  readonly panel: string;
  readonly expression: string;
  /** Seconds; 0 chooses by range and width. */
  readonly step: number;
};

/** The answer over the page's range, the one before it to compare, and the exemplars of what it reads. */
export function useRangeQuery({ panel, expression, step: wanted }: Asked, range: TimeRangeState, widthPx: number) {
  const rangeMs = range.resolved.toMs - range.resolved.fromMs;
  const step = wanted > 0 ? allowedStep(wanted, rangeMs) : stepSeconds(rangeMs, widthPx);
  const { fromMs, toMs } = aligned(range.resolved.fromMs, range.resolved.toMs, step);
  const now = { expr: expression, fromMs, toMs, stepSeconds: step, limit: MOST_ANSWERED };
  const query = useQuery({
    queryKey: ['promql', panel, 'range', now],
    queryFn: ({ signal }) => queryRange(now, signal),
    placeholderData: keepPreviousData,
    // Comparing a million samples with those before costs more than drawing them anew.
    structuralSharing: false,
    enabled: widthPx > 0,
  });
  const shift = range.compareMs;
  const before = { ...now, fromMs: fromMs - shift, toMs: toMs - shift };
  const compared = useQuery({
    queryKey: ['promql', panel, 'range', before],
    queryFn: ({ signal }) => queryRange(before, signal),
    placeholderData: keepPreviousData,
    structuralSharing: false,
    enabled: widthPx > 0 && shift > 0,
  });
  const exemplarQuery = useQuery({
    queryKey: ['promql-exemplars', panel, expression, fromMs, toMs],
    queryFn: ({ signal }) => queryExemplars({ expr: expression, fromMs, toMs }, signal),
    placeholderData: keepPreviousData,
    enabled: widthPx > 0 && query.isSuccess,
    retry: false,
  });
  const exemplars = useMemo(() => toExemplars(exemplarQuery.data ?? []), [exemplarQuery.data]);
  const exemplarUnit = useMemo(() => exemplarUnitOf(exemplars), [exemplars]);
  return { query, compared, exemplars, exemplarUnit, step, fromMs, toMs };
}
