import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { series } from '@/api/prometheus';
import { useTimeRange } from '@/app/timeRange';
import { breakdown, type LabelShare } from './breakdown';

/** Read at most: enough to tell which label multiplies, little enough to be quick. */
export const MOST_READ = 5000;

/** The labels of the series that match, each with its values and its share in how many there are. */
export function useMatchingSeries(match: string) {
  const range = useTimeRange();
  const { fromMs, toMs } = range.resolved;
  const query = useQuery({
    queryKey: ['metric-series', match, range.from, range.to],
    queryFn: ({ signal }) => series({ match: [match], fromMs, toMs, limit: MOST_READ }, signal),
    staleTime: 30_000,
  });
  const found = query.data?.data;
  const shares = useMemo((): readonly LabelShare[] => (found === undefined ? [] : breakdown(found)), [found]);
  return { query, shares, total: found?.length ?? 0, cut: found !== undefined && found.length >= MOST_READ };
}
