/** How a plot's series are drawn: as lines, stacked areas or points. */
import uPlot from 'uplot';
import { resolveColor, withAlpha } from './palette';
import type { PlotSpec } from './plot';
import type { Aligned, Series } from './seriesData';
import { neighbours, stacked } from './stack';

export type PlotStyle = 'lines' | 'stacked' | 'points';

/** The columns as they are drawn: stacked ones on each other, and nothing at or under zero on a logarithmic axis. */
export function drawnColumns(spec: PlotSpec): Aligned['columns'] {
  const hidden = isHidden(spec);
  if (spec.style === 'stacked') return stacked(spec.aligned.columns, hidden);
  if (!spec.log) return spec.aligned.columns;
  return spec.aligned.columns.map((column) =>
    column.map((value) => (typeof value === 'number' && value <= 0 ? null : value)),
  );
}

export function isHidden(spec: PlotSpec): (index: number) => boolean {
  return (index) => spec.hidden.has(spec.series[index]?.name ?? '');
}

export function drawnSeries(spec: PlotSpec, columns: Aligned['columns'], element: Element): uPlot.Series[] {
  return spec.series.map((one, index) => {
    const color = resolveColor(spec.colors[index] ?? '', element);
    const stroke = one.dashed === true ? withAlpha(color, 0.6) : color;
    const alone = spec.series.length === 1 && spec.band.length === 0 && spec.style === 'lines';
    const lowest = spec.style === 'stacked' && index === spec.series.findIndex((_, at) => !isHidden(spec)(at));
    const points = spec.style === 'points';
    return {
      label: one.name,
      stroke,
      scale: one.right === true ? 'right' : 'y',
      width: points ? 0 : (one.width ?? 1.5),
      show: !spec.hidden.has(one.name),
      ...(points ? { paths: () => null } : one.bars === true && BARS !== undefined ? { paths: BARS } : {}),
      ...(one.dashed === true ? { dash: [4, 4] } : {}),
      ...areaOf(one, stroke, alone && !spec.log),
      ...(lowest ? { fill: withAlpha(stroke, AREA) } : {}),
      points: points
        ? { show: true, size: 4, width: 0, fill: stroke }
        : { show: true, size: 5, fill: stroke, filter: () => lonePoints(columns[index] ?? []) },
    };
  });
}

const AREA = 0.45;
const BARS = uPlot.paths.bars?.({ size: [0.7, 32] });

function areaOf({ fill, bars }: Series, stroke: string, alone: boolean): { fill?: string } {
  const strength = fill ?? (bars === true ? 0.6 : alone ? 0.08 : 0);
  return strength === 0 ? {} : { fill: withAlpha(stroke, strength) };
}

/** The areas between stacked neighbours; uPlot counts its series from one. */
export function drawnBands(spec: PlotSpec, element: Element): uPlot.Band[] {
  if (spec.style !== 'stacked') return [];
  return neighbours(spec.series.length, isHidden(spec)).map(({ upper, lower }) => ({
    series: [upper + 1, lower + 1],
    fill: withAlpha(resolveColor(spec.colors[upper] ?? '', element), AREA),
  }));
}

/** Points without a neighbour on either side, which a line alone would not show. */
export function lonePoints(column: readonly (number | null | undefined)[]): number[] {
  const present: number[] = [];
  column.forEach((value, index) => {
    if (value !== undefined) present.push(index);
  });
  return present.filter((index, at) => {
    if (column[index] === null) return false;
    const before = present[at - 1];
    const after = present[at + 1];
    return (before === undefined || column[before] === null) && (after === undefined || column[after] === null);
  });
}
