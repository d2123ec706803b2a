import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { logLevelColor } from '@/charts/palette';
import { useTimeZone } from '@/i18n/locale';
import { formatRowTime } from '@/lib/time';
import { ErrorState, SkeletonRows } from '@/ui/states';
import { fetchContext } from './api';
import drawerStyles from './drawer.module.css';
import logsStyles from './logs.module.css';
import facetsStyles from './facets.module.css';

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
      <p className="mw-muted">{t('contextHint')}</p>
      {query.data.map((line) => (
        <button
          key={line.id}
          type="button"
          className={drawerStyles.contextLine}
          aria-current={line.id === id || undefined}
          onClick={() => onOpen(line.id)}
        >
          <span className={logsStyles.time}>{formatRowTime(line.timestamp, timeZone).slice(6)}</span>
          <span className={logsStyles.levelBar} style={{ background: logLevelColor(line.level) }} title={line.level} />
          <span className={drawerStyles.contextMessage}>
            <b>{line.service}</b> {line.message}
          </span>
        </button>
      ))}
      {count < MOST && (
        <button type="button" className={facetsStyles.more} onClick={() => setCount(count + STEP)}>
          {t('moreContext')}
        </button>
      )}
    </div>
  );
}
