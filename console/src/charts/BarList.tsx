import styles from './BarList.module.css';

export type BarItem = {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  readonly color?: string | undefined;
};

export type BarListProps = {
  items: readonly BarItem[];
  format: (value: number) => string;
  label: string;
  onSelect?: ((key: string) => void) | undefined;
};

/** Names with a bar and a figure, the longest bar filling the row. */
export function BarList({ items, format, label, onSelect }: BarListProps) {
  const top = Math.max(1e-12, ...items.map((item) => item.value));
  return (
    <ul className={styles.barList} aria-label={label}>
      {items.map((item) => {
        const row = (
          <>
            <span className={styles.barName} title={item.label}>
              {item.label}
            </span>
            <span className={styles.barTrack}>
              <span
                className={styles.barFill}
                style={{
                  width: `${Math.max(0, (item.value / top) * 100)}%`,
                  background: item.color ?? 'var(--mw-series-1)',
                }}
              />
            </span>
            <span className={styles.barValue}>{format(item.value)}</span>
          </>
        );
        return (
          <li key={item.key}>
            {onSelect === undefined ? (
              <div className={styles.barRow}>{row}</div>
            ) : (
              <button type="button" className={styles.barRow} onClick={() => onSelect(item.key)}>
                {row}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
