import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TimeRangeState } from '@/app/timeRange';
import { fetchLogs, type LogQuery } from './api';
import type { LogView } from './useLogUrl';

/**
 * The pages of rows that match. While `held` (somebody reads further down, or a drawer is open) a range that follows the
 * clock stands still, so that no line moves under the eye.
 */
export function useLogSearch(view: LogView, range: TimeRangeState, held: boolean) {
  const asked = `${range.from} ${range.to}`;
  const [anchor, setAnchor] = useState({ asked, resolved: range.resolved });
  if (anchor.resolved !== range.resolved && (!held || anchor.asked !== asked)) {
    setAnchor({ asked, resolved: range.resolved });
  }
  const { fromMs, toMs } = anchor.resolved;
  const request: LogQuery = { q: view.q, levels: view.levels, services: view.services, fromMs, toMs };
  const query = useInfiniteQuery({
    queryKey: ['logs', request],
    queryFn: ({ pageParam, signal }) => fetchLogs(request, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    enabled: !view.live,
  });
  return { query, fromMs, toMs, behind: held && range.resolved.toMs > toMs };
}

export type LogSearch = ReturnType<typeof useLogSearch>;
