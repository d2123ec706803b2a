import { useMemo } from 'react';
import { TimeSeries } from '@/charts/TimeSeries';
import type { Point, Series } from '@/charts/seriesData';
import { seriesColor } from '@/rooms/dashboards/model/display';
import { numberFields, type Shown } from '@/rooms/dashboards/model/frame';
import { at, figure, text, tree } from '@/rooms/dashboards/model/json';
import { reduced } from '@/rooms/dashboards/model/reduce';
import type { DrawnPanel } from './drawn';

const MOST_SERIES = 200;

/** Lines, areas, bars or points over time; with a second axis at the right where fields ask for it. */
export function TimePanel({ panel, fields, range, height, annotations, onZoom }: DrawnPanel) {
  const stacking = text(at(panel.fieldConfig.defaults.custom, 'stacking', 'mode'), 'none');
  const series = useMemo(() => toSeries(fields, stacking === 'percent'), [fields, stacking]);
  const { unit, min, max, thresholds, custom } = panel.fieldConfig.defaults;
  const lines = useMemo(() => {
    const mode = text(tree(custom['thresholdsStyle'])['mode'], 'off');
    if (mode === 'off' || thresholds === undefined || thresholds.percentage) return [];
    return thresholds.steps
      .filter(({ value }) => Number.isFinite(value))
      .map(({ value, color }) => ({ value, label: '', level: /red/.test(color) ? 'critical' : /orange/.test(color) ? 'high' : 'warning' }));
  }, [custom, thresholds]);
  const shownUnit = stacking === 'percent' ? 'ratio' : unit || (series.find(({ right }) => right !== true)?.unit ?? '');
  const legend = tree(panel.options['legend']);
  const listed = legend['showLegend'] !== false && legend['displayMode'] !== 'hidden' && series.length > 0;
  const legendTall = listed ? Math.min(96, 26 + 24 * series.length, height * 0.4) : 0;
  return (
    <div className="mw-dash-time" style={{ ['--legend' as string]: `${legendTall}px` }}>
      <TimeSeries
        series={series}
        unit={shownUnit}
        min={stacking === 'percent' ? undefined : min}
        max={stacking === 'percent' ? undefined : max}
        height={Math.max(60, height - legendTall)}
        from={range.fromMs}
        to={range.toMs}
        label={panel.title}
        legend={listed}
        style={stacking !== 'none' ? 'stacked' : text(custom['drawStyle']) === 'points' ? 'points' : 'lines'}
        log={at(custom, 'scaleDistribution', 'type') === 'log'}
        thresholds={lines}
        annotations={annotations}
        onZoom={onZoom}
        syncKey="dashboard"
      />
    </div>
  );
}

export function toSeries(frames: readonly (readonly Shown[])[], shares: boolean): Series[] {
  const all = numberFields(frames)
    .filter(({ field }) => at(field.config.custom, 'hideFrom', 'viz') !== true)
    .slice(0, MOST_SERIES);
  const totals = new Map<unknown, number>();
  if (shares) {
    for (const { times, field } of all) {
      times.forEach((time, index) => totals.set(time, (totals.get(time) ?? 0) + Math.abs(Number(field.values[index] ?? 0))));
    }
  }
  return all.map(({ times, field }, index): Series => {
    const { custom, unit } = field.config;
    const sign = custom['transform'] === 'negative-Y' ? -1 : 1;
    const points = times.flatMap((time, place): Point[] => {
      const value = field.values[place];
      if (typeof time !== 'number') return [];
      if (typeof value !== 'number') return [[time, null]];
      return [[time, shares ? value / (totals.get(time) || 1) : value * sign]];
    });
    const fill = figure(custom['fillOpacity']);
    return {
      name: field.title,
      points,
      color: seriesColor(field.config, index, reduced(field.values, 'lastNotNull')),
      dashed: text(at(custom, 'lineStyle', 'fill')) === 'dash',
      ...(unit === '' ? {} : { unit }),
      ...(custom['axisPlacement'] === 'right' ? { right: true } : {}),
      ...(fill === undefined || fill === 0 ? {} : { fill: Math.min(0.6, (fill / 100) * 0.8) }),
      width: figure(custom['lineWidth']) ?? 1.5,
      ...(custom['drawStyle'] === 'bars' ? { bars: true } : {}),
    };
  });
}
