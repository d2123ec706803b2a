import { useMemo, useRef, useState, type PointerEvent } from 'react';
import { formatCount, formatNumber } from '@/lib/format';
import { formatTick, formatTime, zoneOffset } from '@/lib/time';
import { useLocale, useTimeZone } from '@/i18n/locale';
import styles from './charts.module.css';
import { linear, timeTicks, timeTickStep, valueAxis } from './scale';
import { bucketTotal, partAt, stackBars, type StackBucket } from './shapes';
import { Tooltip } from './Tooltip';
import { useBrush } from './useBrush';
import { useWidth } from './useSize';

export type StackKey = {
  readonly key: string;
  readonly label: string;
  readonly color: string;
  /** Painted paler, so that what matters stands out of the mass. */
  readonly quiet?: boolean | undefined;
};

export type StackedBarsProps = {
  buckets: readonly StackBucket[];
  /** Bottom to top; counts under other names are not drawn. */
  keys: readonly StackKey[];
  intervalMs: number;
  from: number;
  to: number;
  height: number;
  label: string;
  onZoom?: ((fromMs: number, toMs: number) => void) | undefined;
  /** A part of a bar was clicked. */
  onSelect?: ((key: string) => void) | undefined;
};

const AXIS = 20;
const GUTTER = 44;

/** Counts over time, stacked by kind; dragging picks a range, a click a kind. */
export function StackedBars(props: StackedBarsProps) {
  const { buckets, keys, intervalMs, from, to, height, onZoom, onSelect } = props;
  const locale = useLocale();
  const timeZone = useTimeZone();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [hover, setHover] = useState<number | null>(null);
  const plot = { width: Math.max(0, width - GUTTER), height: Math.max(0, height - AXIS) };
  const lines = height < 140 ? 2 : 4;
  const axis = useMemo(
    () => valueAxis([0, Math.max(1, ...buckets.map(bucketTotal))], 'count', lines),
    [buckets, lines],
  );
  const bars = useMemo(() => {
    const names = keys.map(({ key }) => key);
    return stackBars(buckets, names, intervalMs, [from, to], plot.width, plot.height, axis.domain[1]);
  }, [buckets, keys, intervalMs, from, to, plot.width, plot.height, axis]);
  const toMs = linear([0, Math.max(1, plot.width)], [from, to]);
  const select = (event: PointerEvent<SVGElement>): void => {
    const place = event.currentTarget.getBoundingClientRect();
    const part = partAt(bars, event.clientX - place.left, event.clientY - place.top);
    if (part !== null) onSelect?.(part.key);
  };
  const { brush, handlers } = useBrush(
    onZoom === undefined ? undefined : (range) => onZoom(Math.round(toMs(range.from)), Math.round(toMs(range.to))),
    onSelect === undefined ? undefined : select,
  );
  const x = linear([from, to], [0, plot.width]);
  const y = linear(axis.domain, [plot.height, 0]);
  const step = timeTickStep(to - from, plot.width, 72);
  const quiet = new Set(keys.filter((one) => one.quiet === true).map(({ key }) => key));
  const colors = new Map(keys.map(({ key, color }) => [key, color]));
  const hovered = hover === null ? undefined : buckets[hover];

  const follow = (event: PointerEvent<SVGElement>): void => {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const found = bars.find((bar) => left >= bar.x && left <= bar.x + bar.width + 1);
    setHover(found === undefined || found.parts.length === 0 ? null : found.index);
    handlers.onPointerMove(event);
  };
  return (
    <div ref={box} className={styles.stackedBars} style={{ height }}>
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={props.label}>
          <g transform={`translate(${GUTTER} 0)`}>
            {axis.ticks.slice(1).map((tick) => (
              <g key={tick}>
                <line x1={0} x2={plot.width} y1={y(tick)} y2={y(tick)} className={styles.gridLine} />
                <text x={-6} y={Math.max(10, y(tick) + 4)} className={styles.tickEnd}>
                  {formatNumber(tick, locale)}
                </text>
              </g>
            ))}
            {bars.map((bar) => (
              <g key={bar.index} opacity={hover === null || hover === bar.index ? 1 : 0.7}>
                {bar.parts.map((part) => (
                  <rect
                    key={part.key}
                    x={bar.x}
                    width={bar.width}
                    y={part.y}
                    height={part.height}
                    fill={colors.get(part.key)}
                    fillOpacity={quiet.has(part.key) ? 0.45 : 1}
                  />
                ))}
              </g>
            ))}
            <line x1={0} x2={plot.width} y1={plot.height} y2={plot.height} className={styles.axisLine} />
            {timeTicks(from, to, step, zoneOffset(from, timeZone), plot.width).map((at) => (
              <text key={at} x={x(at)} y={height - 5} className={styles.tickMiddle}>
                {formatTick(at, step, timeZone)}
              </text>
            ))}
            {brush !== null && (
              <rect x={brush.from} width={brush.to - brush.from} y={0} height={plot.height} className={styles.brush} />
            )}
            <rect
              width={plot.width}
              height={plot.height}
              fill="transparent"
              className={onZoom === undefined ? undefined : styles.brushable}
              {...handlers}
              onPointerMove={follow}
              onPointerLeave={() => setHover(null)}
            />
          </g>
        </svg>
      )}
      {hovered !== undefined && brush === null && (
        <Tooltip
          left={GUTTER + x(hovered.t)}
          width={width}
          title={formatTime(hovered.t, locale, timeZone)}
          rows={keys.flatMap(({ key, label, color }) => {
            const count = hovered.counts[key] ?? 0;
            return count === 0 ? [] : [{ name: label, color, text: formatCount(count) }];
          })}
          more={String}
        />
      )}
    </div>
  );
}
