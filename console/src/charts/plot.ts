/** A time-series plot on uPlot: what is drawn on the canvas. The component around it owns words and boxes. */
import uPlot from 'uplot';
import type { Locale } from '@/lib/format';
import { formatNamedUnit } from '@/lib/unitNames';
import { formatTick, zoneOffset } from '@/lib/time';
import { levelColor, resolveColor, withAlpha } from './palette';
import { drawnBands, drawnColumns, drawnSeries, isHidden, type PlotStyle } from './plotSeries';
import { bounded, extent, logAxis, startsAtZero, timeTicks, timeTickStep, valueAxis, type Extent } from './scale';
import type { Aligned, BandPoint, Series } from './seriesData';

export type Threshold = { readonly value: number; readonly label: string; readonly level?: string | undefined };

export type PlotSpec = {
  readonly series: readonly Series[];
  readonly colors: readonly string[];
  readonly hidden: ReadonlySet<string>;
  readonly aligned: Aligned;
  readonly band: readonly BandPoint[];
  readonly thresholds: readonly Threshold[];
  readonly unit: string;
  /** Bounds of the value axis, where they are not the data's. */
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly style: PlotStyle;
  /** Whether the value axis is logarithmic. */
  readonly log: boolean;
  readonly from: number;
  readonly to: number;
  readonly height: number;
  readonly locale: Locale;
  readonly timeZone: string | undefined;
  readonly syncKey: string;
  /** Which colours the tokens have now; a plot is made anew when it changes. */
  readonly scheme: string;
};

export type PlotEvents = {
  readonly onCursor: (plot: uPlot) => void;
  readonly onReady: (plot: uPlot) => void;
  readonly onZoom: ((fromMs: number, toMs: number) => void) | undefined;
};

/** The values that the axis must hold: what is shown, the band, and thresholds that would not flatten the lines. */
export function shownExtent(
  columns: readonly (readonly (number | null | undefined)[])[],
  band: readonly BandPoint[],
  thresholds: readonly number[],
  unit: string,
): Extent | null {
  const data = extent([...columns.flat(), ...band.flatMap(([, low, , high]) => [low, high])]);
  const near = thresholds.filter((value) => {
    if (data === null || !startsAtZero(unit)) return true;
    return Math.abs(value) <= 3 * Math.max(Math.abs(data[0]), Math.abs(data[1]));
  });
  return data === null ? extent(near) : extent([...data, ...near]);
}

const FONT = '12px -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

/** Null where the browser has no canvas: the legend still tells the figures. */
export function createPlot(element: HTMLElement, width: number, spec: PlotSpec, events: PlotEvents): uPlot | null {
  if (document.createElement('canvas').getContext('2d') === null) return null;
  const token = (name: string): string => resolveColor(`var(--mw-${name})`, element);
  const columns = drawnColumns(spec);
  const hidden = isHidden(spec);
  const levels = spec.thresholds.map(({ value }) => value);
  const atRight = (index: number): boolean => spec.series[index]?.right === true;
  const shown = columns.filter((_, index) => !hidden(index) && !atRight(index));
  const axis = bounded(
    spec.log ? logAxis(shown.flat()) : valueAxis(shownExtent(shown, spec.band, levels, spec.unit), spec.unit),
    spec.min,
    spec.max,
  );
  const labels = axis.ticks.map((tick) => formatNamedUnit(tick, spec.unit, spec.locale));
  const right = rightAxis(spec, columns.filter((_, index) => !hidden(index) && atRight(index)));
  const gutter = Math.max(32, 14 + 7 * Math.max(0, ...labels.map((label) => label.length)));
  const stepMs = timeTickStep(spec.to - spec.from, width - gutter, 64);
  const grid = { stroke: withAlpha(token('line'), 0.6), width: 1 };
  const options: uPlot.Options = {
    width,
    height: spec.height,
    ms: 1,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: true, range: () => [spec.from, spec.to] },
      y: { range: () => [axis.domain[0], axis.domain[1]], ...(spec.log ? { distr: 3, log: 10 } : {}) },
      ...(right === null ? {} : { right: { range: () => [right.domain[0], right.domain[1]] as [number, number] } }),
    },
    axes: [
      {
        stroke: token('muted'),
        font: FONT,
        size: 26,
        gap: 6,
        grid: { show: false },
        ticks: { show: false },
        splits: () => timeTicks(spec.from, spec.to, stepMs, zoneOffset(spec.from, spec.timeZone), width - gutter),
        values: (_, splits) => splits.map((at) => formatTick(at, stepMs, spec.timeZone)),
      },
      {
        stroke: token('muted'),
        font: FONT,
        size: gutter,
        gap: 6,
        grid,
        ticks: { show: false },
        splits: () => axis.ticks,
        values: () => labels,
      },
      ...(right === null
        ? []
        : [
            {
              side: 1 as const,
              scale: 'right',
              stroke: token('muted'),
              font: FONT,
              size: Math.max(32, 14 + 7 * Math.max(0, ...right.labels.map((label) => label.length))),
              grid: { show: false },
              ticks: { show: false },
              splits: () => right.ticks,
              values: () => right.labels,
            },
          ]),
    ],
    series: [{}, ...drawnSeries(spec, columns, element)],
    bands: drawnBands(spec, element),
    cursor: cursor(spec, events, token('surface')),
    hooks: {
      drawAxes: [(plot) => drawBand(plot, spec.band, token('series-1'))],
      draw: [(plot) => drawThresholds(plot, spec, token)],
      setCursor: [events.onCursor],
      ready: [events.onReady],
      setSize: [events.onReady],
      setSelect: [(plot) => zoom(plot, events.onZoom)],
    },
  };
  const data = [spec.aligned.times, ...columns] as uPlot.AlignedData;
  return new uPlot(options, data, element);
}

/** The axis of the series that are measured at the right; null when there are none. */
function rightAxis(spec: PlotSpec, columns: Aligned['columns']) {
  const first = spec.series.find(({ right }) => right === true);
  if (first === undefined) return null;
  const unit = first.unit ?? spec.unit;
  const { domain, ticks } = valueAxis(shownExtent(columns, [], [], unit), unit);
  return { domain, ticks, labels: ticks.map((tick) => formatNamedUnit(tick, unit, spec.locale)) };
}

function cursor(spec: PlotSpec, events: PlotEvents, ring: string): uPlot.Cursor {
  const moves = (type: string): boolean => type === 'mousemove' || type === 'mouseleave';
  return {
    y: false,
    drag: { x: events.onZoom !== undefined, y: false, setScale: false },
    bind: { dblclick: () => null },
    points: { size: 7, width: 2, stroke: () => ring },
    sync: { key: spec.syncKey, scales: ['x', null], setSeries: false, filters: { pub: moves, sub: moves } },
  };
}

function zoom(plot: uPlot, onZoom: PlotEvents['onZoom']): void {
  const { left, width } = plot.select;
  if (width < 4) return;
  const fromMs = Math.round(plot.posToVal(left, 'x'));
  const toMs = Math.round(plot.posToVal(left + width, 'x'));
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  if (toMs > fromMs) onZoom?.(fromMs, toMs);
}

function drawBand(plot: uPlot, band: readonly BandPoint[], color: string): void {
  if (band.length < 2) return;
  const { ctx, bbox } = plot;
  const edge = (at: BandPoint, value: number): [number, number] => [
    plot.valToPos(at[0], 'x', true),
    plot.valToPos(value, 'y', true),
  ];
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.beginPath();
  for (const at of band) ctx.lineTo(...edge(at, at[3]));
  for (const at of [...band].reverse()) ctx.lineTo(...edge(at, at[1]));
  ctx.closePath();
  ctx.fillStyle = withAlpha(color, 0.12);
  ctx.fill();
  ctx.beginPath();
  for (const at of band) ctx.lineTo(...edge(at, at[2]));
  ctx.setLineDash([3 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
  ctx.lineWidth = uPlot.pxRatio;
  ctx.strokeStyle = withAlpha(color, 0.5);
  ctx.stroke();
  ctx.restore();
}

function drawThresholds(plot: uPlot, spec: PlotSpec, token: (name: string) => string): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  for (const threshold of spec.thresholds) {
    const y = Math.round(plot.valToPos(threshold.value, 'y', true));
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    const color = resolveColor(levelColor(threshold.level ?? 'warning'), plot.root);
    ctx.save();
    ctx.strokeStyle = color;
    ctx.lineWidth = ratio;
    ctx.setLineDash([5 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.font = FONT.replace('12px', `${11 * ratio}px`);
    ctx.textAlign = 'right';
    const wide = ctx.measureText(threshold.label).width;
    const above = y - bbox.top > 16 * ratio;
    ctx.textBaseline = above ? 'bottom' : 'top';
    const edge = above ? y - 2 * ratio : y + 2 * ratio;
    ctx.fillStyle = withAlpha(token('surface'), 0.8);
    ctx.fillRect(
      bbox.left + bbox.width - wide - 6 * ratio,
      above ? edge - 13 * ratio : edge,
      wide + 6 * ratio,
      13 * ratio,
    );
    ctx.fillStyle = color;
    ctx.fillText(threshold.label, bbox.left + bbox.width - 3 * ratio, edge);
    ctx.restore();
  }
}
