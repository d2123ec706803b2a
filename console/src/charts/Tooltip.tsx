import styles from './Tooltip.module.css';

export type TooltipRow = { readonly name: string; readonly color: string; readonly text: string };

type TooltipProps = {
  left: number;
  width: number;
  title: string;
  rows: readonly TooltipRow[];
  more: (count: number) => string;
};

const MOST_ROWS = 10;

/** Follows the pointer on the side that has room. */
export function Tooltip({ left, width, title, rows, more }: TooltipProps) {
  const side = left > width / 2 ? { right: width - left + 12 } : { left: left + 12 };
  return (
    <div className={styles.tooltip} style={side} role="presentation">
      <div className={styles.tooltipTitle}>{title}</div>
      {rows.slice(0, MOST_ROWS).map((row) => (
        <div key={row.name} className={styles.tooltipRow}>
          <span className={styles.swatch} style={{ background: row.color }} />
          <span className={styles.tooltipName}>{row.name}</span>
          <span className={styles.figure}>{row.text}</span>
        </div>
      ))}
      {rows.length > MOST_ROWS && <div className={styles.tooltipTitle}>{more(rows.length - MOST_ROWS)}</div>}
    </div>
  );
}
