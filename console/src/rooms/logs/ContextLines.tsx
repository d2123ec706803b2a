import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { logLevelColor } from '@/charts/palette';
import { useTimeZone } from '@/i18n/locale';
import { formatRowTime } from '@/lib/time';
import { ErrorState, SkeletonRows } from '@/ui/states';
import { fetchContext } from './api';
import styles from './logs.module.css';

const STEP = 20;
const MOST = 100;

/** What was written just before and after a line, earliest first. */
export function ContextLines({ id, onOpen }: { id: string; onOpen: (id: string) => void }) {
  const { t } = useTranslation('logs');
  const timeZone = useTimeZone();
  const [count, setCount] = useState(STEP);
  const query = useQuery({
    queryKey: ['log-context', id, count],
    queryFn: ({ signal }) => fetchContext(id, count, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
  if (query.data === undefined) {
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonRows rows={8} />
    );
  }
  return (
    <div>
      {query.data.map((line) => (
        <button
          key={line.id}
          type="button"
          className={styles.contextLine}
          aria-current={line.id === id || undefined}
          onClick={() => onOpen(line.id)}
        >
          <span className={styles.time}>{formatRowTime(line.timestamp, timeZone).slice(6)}</span>
          <span className={styles.levelBar} style={{ background: logLevelColor(line.level) }} title={line.level} />
          <span className={styles.contextMessage}>
            <b>{line.service}</b> {line.message}
          </span>
        </button>
      ))}
      {count < MOST && (
        <button type="button" className={styles.more} onClick={() => setCount(count + STEP)}>
          {t('moreContext')}
        </button>
      )}
    </div>
  );
}
