import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { seriesColor } from '@/charts/palette';
import { formatDuration } from '@/lib/format';
import { traceHref } from '@/lib/links';
import { Badge } from '@/ui/LevelBadge';
import type { Level } from '@/ui/levels';
import { EmptyState } from '@/ui/states';
import { culprits, type Change, type Difference } from './compare';
import type { Frame } from './flame';
import tracesStyles from './traces.module.css';
import styles from './views.module.css';

const MOST_ROWS = 500;
const MOST_CULPRITS = 3;
const LEVELS: Record<Change, Level> = { added: 'warning', missing: 'info', slower: 'critical', faster: 'ok', same: 'unknown' };

/** What explains most of the difference, in a line each. */
export function Culprits({ all }: { all: readonly Difference[] }) {
  const { t } = useTranslation('traces');
  const found = culprits(all, MOST_CULPRITS);
  if (found.length === 0) return <p className="mw-muted">{t('noDifference')}</p>;
  return (
    <p>
      {t('mostOf')}{' '}
      {found.map((one, at) => (
        <span key={one.key}>
          {at > 0 && ' · '}
          <b>
            {one.service} {one.operation}
          </b>{' '}
          {signed(one.selfMs)}
        </span>
      ))}
    </p>
  );
}

/** The tree of both traces; figures lead to the longest span of that kind. */
export function CompareTable({ a, b, rows }: { a: string; b: string; rows: readonly Difference[] }) {
  const { t } = useTranslation('traces');
  if (rows.length === 0) return <EmptyState>{t('noDifference')}</EmptyState>;
  return (
    <div className="mw-scroll">
      <table className="mw-table">
        <thead>
          <tr>
            <th>{t('serviceAndOperation')}</th>
            <th>{t('compareFact.change')}</th>
            <th className="mw-right">A</th>
            <th className="mw-right">B</th>
            <th className="mw-right">{t('compareFact.delta')}</th>
            <th className="mw-right">{t('compareFact.self')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row) => (
            <tr key={row.key}>
              <td style={{ paddingLeft: 12 + Math.min(row.depth, 20) * 12 }}>
                <span className={tracesStyles.serviceBar} style={{ background: seriesColor(row.service) }} />
                {row.service} <span className={styles.name}>{row.operation}</span>
              </td>
              <td>{row.change !== 'same' && <Badge level={LEVELS[row.change]}>{t(`change.${row.change}`)}</Badge>}</td>
              <Figure trace={a} frame={row.a} />
              <Figure trace={b} frame={row.b} />
              <td className="mw-right">{signed(row.totalMs)}</td>
              <td className="mw-right mw-muted">{signed(row.selfMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS && <p className={`mw-muted ${styles.below}`}>{t('moreRows', { count: rows.length - MOST_ROWS })}</p>}
    </div>
  );
}

function Figure({ trace, frame }: { trace: string; frame: Frame | null }) {
  const { t } = useTranslation('traces');
  if (frame === null) return <td className="mw-right mw-muted">–</td>;
  return (
    <td className="mw-right" style={{ whiteSpace: 'nowrap' }}>
      <HrefLink href={traceHref(trace, frame.slowest)}>{formatDuration(frame.totalMs / 1000)}</HrefLink>
      {frame.count > 1 && <span className="mw-muted"> {t('times', { count: frame.count })}</span>}
    </td>
  );
}

function signed(ms: number): string {
  if (Math.abs(ms) < 0.0005) return '0';
  return `${ms > 0 ? '+' : '−'}${formatDuration(Math.abs(ms) / 1000)}`;
}
