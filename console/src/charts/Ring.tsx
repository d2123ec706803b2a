import styles from './charts.module.css';
import { levelColor } from './palette';
import { ringDash } from './shapes';

export type RingProps = {
  /** The filled share, 0 to 1; null draws the empty circle. */
  value: number | null;
  /** `critical`, `high`, `warning`, `info`, `ok` choose the colour; anything else is grey. */
  level: string;
  /** Written in the middle and read aloud. */
  label: string;
  size?: number | undefined;
};

const LEVEL_OF: Record<string, string> = { excellent: 'ok', good: 'ok' };

export function Ring({ value, level, label, size = 72 }: RingProps) {
  const thickness = Math.max(3, Math.round(size / 12));
  const radius = (size - thickness) / 2;
  const middle = size / 2;
  const fontSize = size >= 64 && label.length <= 3 ? 20 : size >= 48 ? 14 : 12;
  return (
    <svg width={size} height={size} role="img" aria-label={label} className={styles.ring}>
      <circle cx={middle} cy={middle} r={radius} fill="none" className={styles.track} strokeWidth={thickness} />
      <circle
        cx={middle}
        cy={middle}
        r={radius}
        fill="none"
        stroke={levelColor(LEVEL_OF[level] ?? level)}
        strokeWidth={thickness}
        strokeDasharray={ringDash(value, radius)}
        transform={`rotate(-90 ${middle} ${middle})`}
      />
      <text x={middle} y={middle} fontSize={fontSize} className={styles.ringLabel}>
        {label}
      </text>
    </svg>
  );
}
