import { useMemo, useRef, useState } from 'react';
import { formatNumber, formatUnit } from '@/lib/format';
import { formatTick, formatTime, zoneOffset } from '@/lib/time';
import { useLocale, useTimeZone } from '@/i18n/locale';
import styles from './charts.module.css';
import { heatGrid, strength, type BucketSeries, type HeatCell } from './heatmap';
import { linear, timeTicks, timeTickStep } from './scale';
import { Tooltip } from './Tooltip';
import { useWidth } from './useSize';

export type HeatmapProps = {
  series: readonly BucketSeries[];
  /** What the bucket bounds measure. */
  unit: string;
  from: number;
  to: number;
  stepMs: number;
  height: number;
  label: string;
};

const AXIS = 20;
const GUTTER = 64;

/** A histogram over time: one row per bucket, darker where more fell into it. */
export function Heatmap({ series, unit, from, to, stepMs, height, label }: HeatmapProps) {
  const locale = useLocale();
  const timeZone = useTimeZone();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [hover, setHover] = useState<HeatCell | null>(null);
  const grid = useMemo(() => heatGrid(series), [series]);
  const plotWidth = Math.max(1, width - GUTTER - 8);
  const rows = Math.max(1, grid.bounds.length);
  const tall = (height - AXIS) / rows;
  const x = linear([from, to], [0, plotWidth]);
  const wide = Math.max(1, x(from + stepMs) - x(from));
  const step = timeTickStep(to - from, plotWidth, 72);
  const everyRow = Math.ceil(14 / tall);
  const bound = (row: number): string => {
    const upper = grid.bounds[row] ?? Infinity;
    return Number.isFinite(upper) ? `≤ ${formatUnit(upper, unit, locale)}` : '+Inf';
  };
  return (
    <div ref={box} className={styles.stackedBars} style={{ height }}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          <g transform={`translate(${GUTTER} 0)`}>
            {grid.bounds.map((upper, row) =>
              row % everyRow === 0 ? (
                <text key={upper} x={-6} y={height - AXIS - (row + 0.5) * tall + 4} className={styles.tickEnd}>
                  {bound(row)}
                </text>
              ) : null,
            )}
            {grid.cells.map((cell) => (
              <rect
                key={`${cell.column} ${cell.row}`}
                x={x((grid.times[cell.column] ?? from) - stepMs)}
                y={height - AXIS - (cell.row + 1) * tall}
                width={Math.max(1, wide - (wide > 4 ? 1 : 0))}
                height={Math.max(1, tall - 1)}
                className={styles.heatCell}
                fillOpacity={strength(cell.value, grid.max)}
                onPointerEnter={() => setHover(cell)}
                onPointerLeave={() => setHover(null)}
              />
            ))}
            {timeTicks(from, to, step, zoneOffset(from, timeZone), plotWidth).map((at) => (
              <text key={at} x={x(at)} y={height - 5} className={styles.tickMiddle}>
                {formatTick(at, step, timeZone)}
              </text>
            ))}
          </g>
        </svg>
      )}
      {hover !== null && (
        <Tooltip
          left={GUTTER + x(grid.times[hover.column] ?? from)}
          width={width}
          title={formatTime(grid.times[hover.column] ?? from, locale, timeZone)}
          rows={[{ name: bound(hover.row), color: 'var(--mw-accent)', text: formatNumber(hover.value, locale) }]}
          more={String}
        />
      )}
    </div>
  );
}
