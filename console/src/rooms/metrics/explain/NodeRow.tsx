import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/errors';
import type { Evaluated, InstantAnswer } from '@/api/prometheus';
import { formatCount, formatDuration } from '@/lib/format';
import { Badge } from '@/ui/LevelBadge';
import styles from './explain.module.css';
import { factsOf } from './nodeFacts';
import type { TreeRow } from './tree';

type NodeRowProps = {
  row: TreeRow;
  answer: Evaluated<InstantAnswer> | undefined;
  error: unknown;
  /** The node that takes the longest of all. */
  slowest: boolean;
};

const MOST_LABELS = 6;

/** One node: its words, set in by its depth, and what it yields alone. */
export function NodeRow({ row, answer, error, slowest }: NodeRowProps) {
  const { t } = useTranslation('metrics');
  const facts = answer === undefined ? null : factsOf(answer.data, row.type);
  const seconds = answer?.stats?.seconds ?? null;
  return (
    <tr>
      <td>
        <span className={styles.node} style={{ paddingLeft: row.depth * 18 }}>
          {row.depth > 0 && <span className={styles.branch} aria-hidden />}
          <code>{row.text}</code>
        </span>
        {error !== null && (
          <div className={styles.error} style={{ paddingLeft: row.depth * 18 }}>
            {error instanceof ApiError ? error.detail : String(error)}
          </div>
        )}
        {facts?.series === 0 && (
          <div className={styles.none} style={{ paddingLeft: row.depth * 18 + 14 }}>
            {t('explain.nothing')}
          </div>
        )}
      </td>
      <td>
        <Badge level="unknown">{t(`explain.types.${row.type}`)}</Badge>
      </td>
      <td className="mw-right">{formatCount(facts?.series)}</td>
      <td className="mw-right">{formatCount(facts?.samples ?? answer?.stats?.samples)}</td>
      <td className="mw-right">
        {seconds === null ? '–' : <span className={slowest ? styles.slow : undefined}>{formatDuration(seconds)}</span>}
      </td>
      <td className={styles.labels}>
        {(facts?.labels ?? []).slice(0, MOST_LABELS).map(({ label, values }) => (
          <span key={label} className={styles.label}>
            {label}
            <b>{formatCount(values)}</b>
          </span>
        ))}
        {(facts?.labels.length ?? 0) > MOST_LABELS && <span className="mw-muted">…</span>}
      </td>
    </tr>
  );
}
