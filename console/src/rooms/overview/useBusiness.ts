import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { type Board, fetchFigures, fetchForecast, fetchLedger, fetchObjectives, type Ledger, type Objective, type Outlook } from '@/api/business';
import { useTimeRange } from '@/app/timeRange';

const EVERY_MS = 30_000;

/** The figures as of the end of the range: now while the range is live, else that moment. */
export function useFigures(): UseQueryResult<Board> {
  const { live, resolved, refreshSeconds } = useTimeRange();
  const atMs = live ? null : resolved.toMs;
  return useQuery({
    queryKey: ['business-figures', atMs],
    queryFn: ({ signal }) => fetchFigures(atMs, signal),
    refetchInterval: refreshSeconds > 0 ? Math.max(refreshSeconds * 1000, EVERY_MS) : false,
    placeholderData: keepPreviousData,
  });
}

/** The books as they were checked last. */
export function useLedger(): UseQueryResult<Ledger> {
  const { refreshSeconds } = useTimeRange();
  return useQuery({
    queryKey: ['business-ledger'],
    queryFn: ({ signal }) => fetchLedger(signal),
    refetchInterval: refreshSeconds > 0 ? EVERY_MS : false,
    placeholderData: keepPreviousData,
  });
}

/** The service level objectives as of the end of the range. */
export function useObjectives(): UseQueryResult<Objective[]> {
  const { live, resolved, refreshSeconds } = useTimeRange();
  const atMs = live ? null : resolved.toMs;
  return useQuery({
    queryKey: ['business-objectives', atMs],
    queryFn: ({ signal }) => fetchObjectives(atMs, signal),
    refetchInterval: refreshSeconds > 0 ? 2 * EVERY_MS : false,
    placeholderData: keepPreviousData,
  });
}

/** What turnover is to be expected after the end of the range. */
export function useForecast(): UseQueryResult<Outlook> {
  const { live, resolved } = useTimeRange();
  const atMs = live ? null : resolved.toMs;
  return useQuery({ queryKey: ['business-forecast', atMs], queryFn: ({ signal }) => fetchForecast(atMs, signal), staleTime: 10 * EVERY_MS });
}
