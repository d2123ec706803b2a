import { type PointerEvent, useMemo, useRef, useState } from 'react';
import { formatNumber, formatUnit } from '@/lib/format';
import { formatTick, formatTime, zoneOffset } from '@/lib/time';
import { useLocale, useTimeZone } from '@/i18n/locale';
import styles from './charts.module.css';
import { cellAt, heatPaths, type HeatCell, type HeatGrid } from './heatmap';
import { linear, timeTicks, timeTickStep } from './scale';
import { Tooltip } from './Tooltip';
import { useBrush } from './useBrush';
import { useWidth } from './useSize';

export type HeatmapProps = {
  grid: HeatGrid;
  /** What the bucket bounds measure. */
  unit: string;
  from: number;
  to: number;
  stepMs: number;
  height: number;
  label: string;
  onZoom?: ((fromMs: number, toMs: number) => void) | undefined;
};

const AXIS = 20;
const GUTTER = 76;

/** A histogram over time: one row per bucket, darker where more fell into it. Dragging zooms. */
export function Heatmap({ grid, unit, from, to, stepMs, height, label, onZoom }: HeatmapProps) {
  const locale = useLocale();
  const timeZone = useTimeZone();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [hover, setHover] = useState<HeatCell | null>(null);
  const plotWidth = Math.max(1, width - GUTTER - 8);
  const tall = (height - AXIS) / Math.max(1, grid.bounds.length);
  const x = useMemo(() => linear([from, to], [0, plotWidth]), [from, to, plotWidth]);
  const wide = Math.max(1, x(from + stepMs) - x(from));
  // A cell tells of the step that ends at its time.
  const left = useMemo(() => (ms: number): number => Math.max(0, x(ms - stepMs)), [x, stepMs]);
  const paths = useMemo(() => heatPaths(grid, left, wide, tall, height - AXIS), [grid, left, wide, tall, height]);
  const zoom = onZoom === undefined ? undefined : (range: { from: number; to: number }): void => {
    const at = linear([0, plotWidth], [from, to]);
    onZoom(at(range.from), at(range.to));
  };
  const { brush, handlers } = useBrush(zoom);
  const step = timeTickStep(to - from, plotWidth, 72);
  const everyRow = Math.ceil(14 / tall);
  const bound = (row: number): string => {
    const upper = grid.bounds[row] ?? Infinity;
    return Number.isFinite(upper) ? `≤ ${formatUnit(upper, unit, locale)}` : '+Inf';
  };
  const point = (event: PointerEvent<SVGElement>): void => {
    handlers.onPointerMove(event);
    const at = event.currentTarget.getBoundingClientRect();
    setHover(cellAt(grid, left, wide, tall, event.clientX - at.left, at.bottom - event.clientY));
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
            {paths.map(({ strength, path }) => (
              <path key={strength} d={path} className={styles.heatCell} fillOpacity={strength} />
            ))}
            {timeTicks(from, to, step, zoneOffset(from, timeZone), plotWidth).map((at) => (
              <text key={at} x={x(at)} y={height - 5} className={styles.tickMiddle}>
                {formatTick(at, step, timeZone)}
              </text>
            ))}
            {brush !== null && (
              <rect className={styles.brush} x={brush.from} y={0} width={brush.to - brush.from} height={height - AXIS} />
            )}
            <rect
              width={plotWidth}
              height={height - AXIS}
              fill="transparent"
              className={onZoom === undefined ? undefined : styles.brushable}
              {...handlers}
              onPointerMove={point}
              onPointerLeave={() => setHover(null)}
            />
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
