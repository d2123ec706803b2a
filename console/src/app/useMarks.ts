import { useQuery } from '@tanstack/react-query';
import { readAnnotations } from '@/api/dashboards';
import type { Annotation } from '@/charts/PlotMarks';

const NONE: readonly Annotation[] = [];
const MINUTE_MS = 60_000;

/** What is marked on all charts in this time: deployments, promotions, what people noticed. Charts do without when it can't be had. */
export function useMarks(fromMs: number, toMs: number): readonly Annotation[] {
  const minute = (ms: number): number => Math.floor(ms / MINUTE_MS) * MINUTE_MS;
  const { data } = useQuery({
    queryKey: ['marks', minute(fromMs), minute(toMs)],
    queryFn: async ({ signal }) =>
      (await readAnnotations(fromMs, toMs, signal)).map(({ time, text }): Annotation => ({ at: time, label: text })),
    retry: false,
    staleTime: MINUTE_MS,
  });
  return data ?? NONE;
}
