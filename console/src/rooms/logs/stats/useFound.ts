import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTimeRange } from '@/app/timeRange';
import type { LogView } from '@/rooms/logs/useLogUrl';
import { fetchFound, type Period, type Question } from './api';

/** A page of the answer to one of the mall's questions, in the time on the page. */
export function useFound(question: Question, view: LogView, enabled = true) {
  const period = usePeriod();
  const asked = { ...period, user: view.user, actions: view.actions, page: view.page };
  const query = useQuery({
    queryKey: ['log-found', question, asked],
    queryFn: ({ signal }) => fetchFound(question, asked, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
  return { query, period };
}

/** The time on the page. */
export function usePeriod(): Period {
  const { fromMs, toMs } = useTimeRange().resolved;
  return { fromMs, toMs };
}
