import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { type Alert, fetchAlerts } from '@/api/alerts';
import { useTimeRange } from '@/app/timeRange';

export function useRefetchInterval(): number | false {
  const { refreshSeconds } = useTimeRange();
  return refreshSeconds > 0 ? refreshSeconds * 1000 : false;
}

export function useAlerts(): UseQueryResult<Alert[]> {
  return useQuery({
    queryKey: ['alerts'],
    queryFn: ({ signal }) => fetchAlerts(signal),
    refetchInterval: useRefetchInterval(),
  });
}
