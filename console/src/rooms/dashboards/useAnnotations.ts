import { useQuery } from '@tanstack/react-query';
import { queryRange } from '@/api/prometheus';
import { readAnnotations } from '@/api/dashboards';
import type { Annotation } from '@/charts/PlotMarks';
import type { TimeRangeState } from '@/app/timeRange';
import { stepSeconds } from '@/lib/time';
import { legendOf } from './model/frame';
import { interpolate, timeWords, type Scope } from './model/interpolate';
import type { Dashboard } from './model/dashboard';

const MOST = 100;

/** What happened in the range: what is kept on the server, and what the dashboard's own queries find. */
export function useAnnotations(dashboard: Dashboard, scope: Scope, range: TimeRangeState): readonly Annotation[] {
  const { fromMs, toMs } = range.resolved;
  const step = stepSeconds(toMs - fromMs, 800);
  const words = timeWords(fromMs, toMs, step);
  const asked = dashboard.annotations.map((one) => ({ ...one, expr: interpolate(one.expr, { ...scope, words: { ...scope.words, ...words } }) }));
  const minute = (ms: number): number => Math.floor(ms / 60_000) * 60_000;
  const { data } = useQuery({
    queryKey: ['dashboard-annotations', asked, minute(fromMs), minute(toMs)],
    queryFn: async ({ signal }): Promise<Annotation[]> => {
      const kept = await readAnnotations(fromMs, toMs, signal).catch(() => []);
      const found = await Promise.all(
        asked.map(async ({ expr, title }) => {
          const { data: series } = await queryRange({ expr, fromMs, toMs, stepSeconds: step, limit: MOST }, signal);
          return series.flatMap(({ metric, points }) => points.filter(([, value]) => value !== 0 && !Number.isNaN(value)).map(([at]) => ({ at, label: legendOf(title, expr)(metric) })));
        }),
      );
      return [...kept.map(({ time, text }) => ({ at: time, label: text })), ...found.flat()].slice(0, MOST);
    },
    retry: false,
  });
  return data ?? NONE;
}

const NONE: readonly Annotation[] = [];
