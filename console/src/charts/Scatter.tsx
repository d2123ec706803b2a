import { useMemo, useRef, useState } from 'react';
import { formatCount, formatDuration } from '@/lib/format';
import { formatTick, formatTime, zoneOffset } from '@/lib/time';
import { useLocale, useTimeZone } from '@/i18n/locale';
import styles from './charts.module.css';
import { linear, timeTicks, timeTickStep } from './scale';
import { scatterLayout, secondsAt, type Dot, type PlacedDot } from './scatter';
import { Tooltip } from './Tooltip';
import { useBox } from './useBox';
import { useWidth } from './useSize';

export type ScatterProps = {
  dots: readonly Dot[];
  from: number;
  to: number;
  height: number;
  label: string;
  onSelect: (id: string) => void;
  /** A box was drawn: over a time, over some durations, or both; what it leaves open is null. */
  onBox?: ((box: ScatterBox) => void) | undefined;
};

export type ScatterBox = {
  readonly time: { readonly fromMs: number; readonly toMs: number } | null;
  readonly seconds: { readonly least: number; readonly most: number } | null;
};

const AXIS = 20;
const GUTTER = 56;

/** One dot per trace: when, how long, how large, failed or not. A click opens it, a box narrows. */
export function Scatter({ dots, from, to, height, label, onSelect, onBox }: ScatterProps) {
  const locale = useLocale();
  const timeZone = useTimeZone();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [hover, setHover] = useState<PlacedDot | null>(null);
  const plot = { width: Math.max(1, width - GUTTER - 8), height: Math.max(1, height - AXIS) };
  const layout = useMemo(
    () => scatterLayout(dots, [from, to], plot.width, plot.height),
    [dots, from, to, plot.width, plot.height],
  );
  const toMs = linear([0, plot.width], [from, to]);
  const { box: drawn, handlers } = useBox(
    onBox === undefined
      ? undefined
      : ({ left, right, top, bottom }, size) => {
          const timed = left > 0 || right < size.width;
          const ranged = layout.domain !== null && (top > 0 || bottom < size.height);
          onBox({
            time: timed ? { fromMs: Math.round(toMs(left)), toMs: Math.round(toMs(right)) } : null,
            seconds:
              ranged && layout.domain !== null
                ? { least: secondsAt(layout.domain, bottom, plot.height), most: secondsAt(layout.domain, top, plot.height) }
                : null,
          });
        },
  );
  const x = linear([from, to], [0, plot.width]);
  const step = timeTickStep(to - from, plot.width, 72);
  return (
    <div ref={box} className={styles.stackedBars} style={{ height }}>
      {width > 0 && (
        <svg width={width} height={height} role="group" aria-label={label}>
          <g transform={`translate(${GUTTER} 0)`}>
            <rect
              width={plot.width}
              height={plot.height}
              fill="transparent"
              className={onBox === undefined ? undefined : styles.brushable}
              {...handlers}
            />
            {layout.ticks.map((tick) => (
              <g key={tick.seconds}>
                <line x1={0} x2={plot.width} y1={tick.y} y2={tick.y} className={styles.gridLine} />
                <text x={-6} y={Math.max(10, tick.y + 4)} className={styles.tickEnd}>
                  {tick.seconds < 60 ? formatDuration(tick.seconds) : `${formatCount(tick.seconds)} s`}
                </text>
              </g>
            ))}
            <line x1={0} x2={plot.width} y1={plot.height} y2={plot.height} className={styles.axisLine} />
            {timeTicks(from, to, step, zoneOffset(from, timeZone), plot.width).map((at) => (
              <text key={at} x={x(at)} y={height - 5} className={styles.tickMiddle}>
                {formatTick(at, step, timeZone)}
              </text>
            ))}
            {layout.dots.map((placed) => (
              <circle
                key={placed.dot.id}
                cx={placed.x}
                cy={placed.y}
                r={placed.radius}
                className={placed.dot.failed ? styles.failedDot : styles.dot}
                onPointerEnter={() => setHover(placed)}
                onPointerLeave={() => setHover(null)}
                onClick={() => onSelect(placed.dot.id)}
              />
            ))}
            {drawn !== null && (
              <rect
                x={drawn.left}
                width={drawn.right - drawn.left}
                y={drawn.top}
                height={drawn.bottom - drawn.top}
                className={styles.brush}
              />
            )}
          </g>
        </svg>
      )}
      {hover !== null && drawn === null && (
        <Tooltip
          left={GUTTER + hover.x}
          width={width}
          title={formatTime(hover.dot.at, locale, timeZone)}
          rows={[
            {
              name: hover.dot.label,
              color: hover.dot.failed ? 'var(--mw-critical)' : 'var(--mw-series-1)',
              text: formatDuration(hover.dot.seconds),
            },
          ]}
          more={String}
        />
      )}
    </div>
  );
}
