import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { logLevelColor } from '@/charts/palette';
import { useTimeZone } from '@/i18n/locale';
import { formatRowTime } from '@/lib/time';
import { ErrorState, SkeletonRows } from '@/ui/states';
import { fetchContext } from '@/rooms/logs/api';
import facetsStyles from '@/rooms/logs/facets/facets.module.css';
import logsStyles from '@/rooms/logs/logs.module.css';
import drawerStyles from './drawer.module.css';

const STEP = 20;
const MOST = 200;
/** Whose lines: of the same service, the same request or user, the same file, or all. */
const SAMES = ['service', 'requestId', 'userId', 'data.log.file.path', 'none'] as const;
type Same = (typeof SAMES)[number];

/** What was written just before and after a line, earliest first. */
export function ContextLines({ id, onOpen }: { id: string; onOpen: (id: string) => void }) {
  const { t } = useTranslation('logs');
  const timeZone = useTimeZone();
  const [count, setCount] = useState(STEP);
  const [same, setSame] = useState<Same>('service');
  const query = useQuery({
    queryKey: ['log-context', id, count, same],
    queryFn: ({ signal }) => fetchContext(id, count, same, signal),
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
      <Select
        className={drawerStyles.same ?? ''}
        aria-label={t('context.of')}
        allowDeselect={false}
        value={same}
        onChange={(value) => setSame(SAMES.find((one) => one === value) ?? 'service')}
        data={SAMES.map((value) => ({ value, label: t(`context.${value === 'data.log.file.path' ? 'file' : value}`) }))}
      />
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
          {t('context.more')}
        </button>
      )}
    </div>
  );
}
