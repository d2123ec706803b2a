import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { fetchFacets, type LogFacets, type LogQuery } from '@/rooms/logs/api';

const SIZE = 50;

/**
 * Counts of the values of `fields`. Levels and services are counted as though none of their own were chosen, so that
 * another can be added.
 */
export function useFacets(request: LogQuery, fields: readonly string[]) {
  const own = (field: string): boolean =>
    (field === 'level' && request.levels.length > 0) || (field === 'service' && request.services.length > 0);
  const plain = fields.filter((field) => !own(field));
  const groups = [...(plain.length > 0 ? [{ names: plain, asked: request }] : []), ...fields.filter(own).map((field) => ({
    names: [field],
    asked: field === 'level' ? { ...request, levels: [] } : { ...request, services: [] },
  }))];
  return useQueries({
    queries: groups.map(({ names, asked }) => ({
      queryKey: ['logs-facets', asked, names],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchFacets(asked, names, SIZE, signal),
      placeholderData: keepPreviousData<LogFacets>,
    })),
    combine: (results) => ({
      facets: Object.assign({}, ...results.map(({ data }) => data ?? {})) as LogFacets,
      isPending: results.some(({ isPending }) => isPending),
      error: results.find(({ error }) => error !== null)?.error ?? null,
    }),
  });
}
