import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { fetchOverview, type Overview } from '@/api/overview';
import { useTimeRange } from '@/app/timeRange';

/** The overview as of the end of the range: now while the range is live, else that moment. */
export function useOverview(): UseQueryResult<Overview> {
  const { live, resolved, refreshSeconds } = useTimeRange();
  const atMs = live ? null : resolved.toMs;
  return useQuery({
    queryKey: ['overview', atMs],
    queryFn: ({ signal }) => fetchOverview(atMs, signal),
    refetchInterval: refreshSeconds > 0 ? refreshSeconds * 1000 : false,
    placeholderData: keepPreviousData,
  });
}
