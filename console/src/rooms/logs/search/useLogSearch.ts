import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TimeRangeState } from '@/app/timeRange';
import { fetchFields, fetchHistogram, fetchLogs, type LogField, type LogQuery } from '@/rooms/logs/api';
import type { LogView } from '@/rooms/logs/useLogUrl';

/** The first page is small, so that it is there at once; further ones fill the list quickly. */
const FIRST_PAGE = 200;
const NEXT_PAGE = 1000;
/** Lines that one page of the browser holds; more are for a narrower time, or a file. */
export const MOST_LINES = 50_000;
const FIELDS_MS = 60_000;

type Asked = Pick<LogView, 'q' | 'levels' | 'services' | 'order' | 'sort' | 'live'>;

/**
 * The pages of lines that match, and their counts over time. While `held` (somebody reads further down, or a drawer is
 * open) a range that follows the clock stands still, so that no line moves under the eye.
 */
export function useLogSearch(view: Asked, range: TimeRangeState, held: boolean) {
  const asked = `${range.from} ${range.to}`;
  const [anchor, setAnchor] = useState({ asked, resolved: range.resolved });
  if (anchor.resolved !== range.resolved && (!held || anchor.asked !== asked)) {
    setAnchor({ asked, resolved: range.resolved });
  }
  const { fromMs, toMs } = anchor.resolved;
  const request: LogQuery = { q: view.q, levels: view.levels, services: view.services, fromMs, toMs };
  const { order, sort } = view;
  const query = useInfiniteQuery({
    queryKey: ['logs', request, order, sort],
    queryFn: ({ pageParam, signal }) =>
      fetchLogs(request, { before: pageParam, order, sort, limit: pageParam === null ? FIRST_PAGE : NEXT_PAGE }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page, pages) =>
      pages.reduce((sum, { entries }) => sum + entries.length, 0) >= MOST_LINES ? null : page.next,
    placeholderData: keepPreviousData,
    enabled: !view.live,
  });
  const histogram = useQuery({
    queryKey: ['logs-histogram', request],
    queryFn: ({ signal }) => fetchHistogram(request, signal),
    placeholderData: keepPreviousData,
    enabled: !view.live,
  });
  return { query, histogram, request, behind: held && range.resolved.toMs > toMs };
}

export type LogSearch = ReturnType<typeof useLogSearch>;

const NO_FIELDS: readonly LogField[] = [];

/** The fields of recent lines, whatever the query says: what to ask for next. */
export function useLogFields(range: TimeRangeState): readonly LogField[] {
  const { fromMs, toMs } = range.resolved;
  const query = useQuery({
    queryKey: ['logs-fields', range.from, range.to],
    queryFn: ({ signal }) => fetchFields({ q: '', levels: [], services: [], fromMs, toMs }, signal),
    placeholderData: keepPreviousData,
    staleTime: FIELDS_MS,
    retry: false,
  });
  return query.data ?? NO_FIELDS;
}
