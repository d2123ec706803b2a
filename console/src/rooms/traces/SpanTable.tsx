import { SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { seriesColor } from '@/charts/palette';
import { formatCount, formatDuration, formatPercent } from '@/lib/format';
import { EmptyState } from '@/ui/states';
import { COLUMNS, costs, GROUPS, type Column, type Cost, type Group } from './statistics';
import type { Trace } from './trace';
import tracesStyles from './traces.module.css';
import styles from './views.module.css';

type SpanTableProps = {
  trace: Trace;
  group: Group;
  column: Column;
  onGroup: (group: Group) => void;
  onColumn: (column: Column) => void;
  /** Opens the span that took longest. */
  onOpen: (spanId: string) => void;
};

const MOST_ROWS = 200;

/** What the time went into, added up; a click opens the slowest of the row. */
export function SpanTable({ trace, group, column, onGroup, onColumn, onOpen }: SpanTableProps) {
  const { t } = useTranslation('traces');
  const all = useMemo(() => costs(trace, group, column), [trace, group, column]);
  const whole = Math.max(
    1e-9,
    trace.spans.reduce((sum, span) => sum + span.selfMs, 0),
  );
  const text = (cost: Cost, of: Column): string => {
    switch (of) {
      case 'self':
        return `${formatDuration(cost.selfMs / 1000)} · ${formatPercent(cost.selfMs / whole)}`;
      case 'total':
        return formatDuration(cost.totalMs / 1000);
      case 'count':
        return formatCount(cost.count);
      case 'mean':
        return formatDuration(cost.meanMs / 1000);
      case 'longest':
        return formatDuration(cost.longestMs / 1000);
      case 'failed':
        return cost.failed === 0 ? '' : formatCount(cost.failed);
    }
  };
  return (
    <div className={styles.scroll}>
      <div className={`mw-row mw-wrap ${styles.below}`}>
        <SegmentedControl
          aria-label={t('groupBy')}
          value={group}
          onChange={(value) => onGroup(value as Group)}
          data={GROUPS.map((value) => ({ value, label: t(`group.${value}`) }))}
        />
        <span className="mw-muted">{t('tableHint')}</span>
      </div>
      {all.length === 0 ? (
        <EmptyState>{t('noStatements')}</EmptyState>
      ) : (
        <table className="mw-table">
          <thead>
            <tr>
              <th>{t(`group.${group}`)}</th>
              {COLUMNS.map((one) => (
                <th key={one} className="mw-right" aria-sort={one === column ? 'descending' : 'none'}>
                  <button type="button" className="mw-plain-button" onClick={() => onColumn(one)}>
                    {t(`cost.${one}`)}
                    {one === column ? ' ↓' : ''}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {all.slice(0, MOST_ROWS).map((cost) => (
              <tr key={cost.key} data-opens onClick={() => onOpen(cost.longest)}>
                <td>
                  <span className={tracesStyles.serviceBar} style={{ background: seriesColor(cost.service) }} />
                  <button type="button" className="mw-plain-button" onClick={() => onOpen(cost.longest)}>
                    {cost.service}
                  </button>{' '}
                  <span className={styles.name}>{cost.name}</span>
                </td>
                {COLUMNS.map((one) => (
                  <td key={one} className="mw-right" style={{ whiteSpace: 'nowrap' }}>
                    {text(cost, one)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {all.length > MOST_ROWS && <p className={`mw-muted ${styles.below}`}>{t('moreRows', { count: all.length - MOST_ROWS })}</p>}
    </div>
  );
}
