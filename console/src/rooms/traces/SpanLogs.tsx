import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { logLevelColor } from '@/charts/palette';
import { useTimeZone } from '@/i18n/locale';
import { logsHref, type Around } from '@/lib/links';
import { formatRowTime } from '@/lib/time';
import { ErrorState, SkeletonRows } from '@/ui/states';
import { fetchTraceLogs } from './api';
import spanStyles from './span.module.css';
import tracesStyles from './traces.module.css';

const MOST_LINES = 50;

/** The lines of this span; when none carries its id, those of the whole trace. */
export function SpanLogs({ traceId, spanId, range }: { traceId: string; spanId: string; range: Around }) {
  const { t } = useTranslation('traces');
  const timeZone = useTimeZone();
  const query = useQuery({
    queryKey: ['span-logs', traceId, Math.floor(range.fromMs)],
    queryFn: ({ signal }) => fetchTraceLogs(traceId, range, signal),
    staleTime: 15_000,
  });
  const lines = query.data ?? [];
  const own = lines.filter((line) => line.spanId === spanId);
  const shown = own.length > 0 ? own : lines;
  return (
    <>
      <h3>{own.length > 0 || lines.length === 0 ? t('spanLogs') : t('traceLogs')}</h3>
      {query.error !== null && query.data === undefined && (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonRows rows={3} />}
      {query.data !== undefined && shown.length === 0 && <p className="mw-muted">{t('noLogs')}</p>}
      {shown.slice(0, MOST_LINES).map((line) => (
        <HrefLink
          key={line.id}
          href={`${logsHref(`traceId:"${traceId}"`, range)}&row=${encodeURIComponent(line.id)}`}
          className={spanStyles.logLine}
        >
          <span className={spanStyles.eventTime}>{formatRowTime(line.timestamp, timeZone).slice(6)}</span>
          <span
            className={tracesStyles.serviceBar}
            style={{ background: logLevelColor(line.level) }}
            title={line.level}
          />
          <span className={spanStyles.logMessage}>{line.message}</span>
        </HrefLink>
      ))}
      {shown.length > MOST_LINES && (
        <HrefLink href={logsHref(`traceId:"${traceId}"`, range)}>{t('moreLogs', { count: shown.length })}</HrefLink>
      )}
    </>
  );
}
