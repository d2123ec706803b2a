import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiPost } from '@/api/client';
import { unknown } from '@/api/decode';
import { query, queryRange, type RangeSeries } from '@/api/prometheus';
import type { TimeRangeState } from '@/app/timeRange';
import { stepSeconds } from '@/lib/time';
import { parseDuration } from '@/lib/units';
import { figureSeries, lineFrame, searchBody, wantsLines } from './model/elasticsearch';
import { autoLegend, instantFrames, legendOf, rangeFrames, tableFrame, type Frame } from './model/frame';
import { interpolate, timeWords, type Scope } from './model/interpolate';
import { text } from './model/json';
import type { Panel, Target } from './model/panel';
import { transformed } from './model/transform';

/** A source that is not among ours answers none of its queries. */
export class ForeignSource extends Error {
  override readonly name = 'ForeignSource';
  constructor(readonly source: string) {
    super(source);
  }
}

export type PanelRange = { readonly fromMs: number; readonly toMs: number; readonly stepSeconds: number };

export type Answered = { readonly frames: readonly Frame[]; readonly warnings: readonly string[] };

const LOG_INDEX = 'zhongdao-mall-logs-*';
const MOST_SERIES = 1000;

/** The panel's own time: the page's, cut to `timeFrom` and moved by `timeShift`; in steps that fit its width. */
export function panelRange(panel: Panel, range: TimeRangeState, widthPx: number): PanelRange {
  const shift = (parseDuration(panel.timeShift) ?? 0) * 1000;
  const own = parseDuration(panel.timeFrom);
  const toMs = range.resolved.toMs - shift;
  const fromMs = own === null ? range.resolved.fromMs - shift : toMs - own * 1000;
  const points = panel.maxDataPoints;
  const step = stepSeconds(toMs - fromMs, points === undefined ? widthPx : Math.min(widthPx, points * 4));
  const least = Math.max(0, ...[panel.interval, ...panel.targets.map(({ interval }) => interval)].map((one) => parseDuration(one.replace('>', '')) ?? 0));
  const wide = Math.max(step, least);
  const grid = wide * 1000;
  return { fromMs: Math.floor(fromMs / grid) * grid, toMs: Math.floor(toMs / grid) * grid, stepSeconds: wide };
}

/** The panel's scope: the variables with what its repetition and its time say. */
export function panelScope(panel: Panel, scope: Scope, range: PanelRange): Scope {
  return { ...scope, words: { ...scope.words, ...timeWords(range.fromMs, range.toMs, range.stepSeconds), ...panel.scoped } };
}

export function usePanelData(panel: Panel, scope: Scope, range: PanelRange, enabled: boolean) {
  const own = useMemo(() => panelScope(panel, scope, range), [panel, scope, range]);
  const asked = useMemo(
    () => panel.targets.filter(({ hidden }) => !hidden).map((target) => ({ target, expr: interpolate(target.expr || text(target.json['query']), own) })),
    [panel, own],
  );
  const result = useQuery({
    queryKey: ['dashboard-panel', panel.type, asked, range],
    queryFn: async ({ signal }): Promise<Answered> => {
      const all = await Promise.all(asked.map(({ target, expr }) => ask(panel, target, expr, range, signal)));
      return { frames: all.flatMap(({ frames }) => frames), warnings: all.flatMap(({ warnings }) => warnings) };
    },
    placeholderData: keepPreviousData,
    structuralSharing: false,
    enabled: enabled && asked.length > 0,
  });
  const answer = result.data;
  const frames = useMemo(() => (answer === undefined ? [] : transformed(answer.frames, panel.transformations)), [answer, panel.transformations]);
  return { result, frames, scope: own, expressions: asked.filter(({ target }) => target.expr !== '').map(({ expr }) => expr) };
}

async function ask(panel: Panel, target: Target, expr: string, range: PanelRange, signal: AbortSignal): Promise<Answered> {
  switch (target.source) {
    case '':
    case 'prometheus':
    case 'datasource':
      return expr.trim() === '' ? { frames: [], warnings: [] } : askPrometheus(panel, target, expr, range, signal);
    case 'elasticsearch':
    case 'opensearch':
      return askLogs(target, expr, range, signal);
    default:
      throw new ForeignSource(target.source);
  }
}

async function askPrometheus(panel: Panel, target: Target, expr: string, range: PanelRange, signal: AbortSignal): Promise<Answered> {
  const table = target.format === 'table';
  const naming = (series: readonly RangeSeries[]) =>
    target.legend === '__auto' ? autoLegend(series.map(({ metric }) => metric), expr) : legendOf(target.legend, expr);
  if (target.instant && !(target.range && target.json['range'] === true)) {
    const answer = await query(expr, range.toMs, signal);
    const series = answer.data.kind === 'vector' ? answer.data.series.map(({ metric, sample }): RangeSeries => ({ metric, points: [sample] })) : [];
    const frames = table && answer.data.kind === 'vector' ? [tableFrame(target.refId, series, valueName(panel, target))] : instantFrames(target.refId, answer.data, naming(series));
    return { frames, warnings: answer.warnings };
  }
  const { fromMs, toMs, stepSeconds: step } = range;
  const answer = await queryRange({ expr, fromMs, toMs, stepSeconds: step, limit: MOST_SERIES }, signal);
  const frames = table ? [tableFrame(target.refId, answer.data, valueName(panel, target))] : rangeFrames(target.refId, answer.data, naming(answer.data));
  return { frames, warnings: answer.warnings };
}

/** Grafana tells the values of several tables apart by their queries. */
const valueName = (panel: Panel, target: Target): string => (panel.targets.length > 1 ? `Value #${target.refId}` : 'Value');

async function askLogs(target: Target, expr: string, range: PanelRange, signal: AbortSignal): Promise<Answered> {
  const body = searchBody(target.json, expr, range, range.stepSeconds);
  const answer = await apiPost(`/elasticsearch/${LOG_INDEX}/_search`, body, unknown, signal);
  if (wantsLines(target.json)) return { frames: [lineFrame(target.refId, answer)], warnings: [] };
  const series = figureSeries(target.json, answer);
  const legend = text(target.json['alias']).replace(/\{\{term (.+?)\}\}/g, '{{$1}}');
  return { frames: rangeFrames(target.refId, series, legend === '' ? autoLegend(series.map(({ metric }) => metric), 'count') : legendOf(legend, 'count')), warnings: [] };
}
