import { useRef } from 'react';
import styles from './charts.module.css';
import type { BandPoint, Point } from './seriesData';
import { sparkline } from './shapes';
import { useWidth } from './useSize';

export type SparklineProps = {
  points: readonly Point[];
  height: number;
  band?: readonly BandPoint[] | undefined;
  /** Drawn thin and dashed behind the line: the same time last week. */
  previous?: readonly Point[] | undefined;
  color?: string | undefined;
};

/** A line without axes, as wide as its parent. Decorative: the figure beside it says the same in words. */
export function Sparkline({ points, height, band = [], previous = [], color }: SparklineProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const stroke = color ?? 'var(--mw-series-1)';
  const shape = sparkline(points, previous, band, width, height);
  return (
    <div ref={box} className={styles.sparkline} style={{ height }} aria-hidden="true">
      {width > 0 && (
        <svg width={width} height={height}>
          <path d={shape.band} className={styles.band} />
          <path d={shape.previous} className={styles.ghost} />
          <path d={shape.line} fill="none" stroke={stroke} strokeWidth="1.5" strokeLinejoin="round" />
          {shape.end !== null && <circle cx={shape.end[0]} cy={shape.end[1]} r="2" fill={stroke} />}
        </svg>
      )}
    </div>
  );
}
