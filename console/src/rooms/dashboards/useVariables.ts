import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { TimeRangeState } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import type { Dashboard } from './model/dashboard';
import { resolveVariables } from './model/resolve';

const MINUTE = 60_000;

/** The dashboard's variables: what the server offers for each and what the URL chooses of it. */
export function useVariables(dashboard: Dashboard, range: TimeRangeState) {
  const url = useUrlState();
  const { variables } = dashboard;
  const asked = useMemo(() => Object.fromEntries(variables.map(({ name }) => [name, url.getAll(`var-${name}`)])), [variables, url]);
  // What is offered changes slowly: not with every refresh.
  const fromMs = Math.floor(range.resolved.fromMs / MINUTE) * MINUTE;
  const toMs = Math.ceil(range.resolved.toMs / MINUTE) * MINUTE;
  return useQuery({
    queryKey: ['dashboard-variables', dashboard.uid, variables, asked, fromMs, toMs],
    queryFn: ({ signal }) => resolveVariables(variables, (name) => asked[name] ?? [], { fromMs, toMs }, signal),
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });
}
