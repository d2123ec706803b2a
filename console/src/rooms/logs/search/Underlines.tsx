import { pieces, type Problem } from './lint';
import styles from './query.module.css';

/** Wavy lines under the mistakes of a query: the same text, unseen, over the field. */
export function Underlines({ q, problems, scroll }: { q: string; problems: readonly Problem[]; scroll: number }) {
  if (problems.length === 0) return null;
  return (
    <div className={styles.underlines} aria-hidden="true">
      <span style={{ transform: `translateX(${-scroll}px)` }}>
        {pieces(q, problems).map((piece, at) => (
          <span key={at} data-severity={piece.severity}>
            {piece.text}
          </span>
        ))}
      </span>
    </div>
  );
}
