import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { slowQueries } from '@/api/metricStatus';
import { HrefLink } from '@/app/HrefLink';
import { formatCount, formatDuration } from '@/lib/format';
import { metricsHref } from '@/lib/links';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import styles from './running.module.css';

const EVERY_MS = 10_000;

/** The queries that took long of late, the newest first: what a dashboard or a rule should be made cheaper by. */
export function SlowQueries() {
  const { t } = useTranslation('metrics');
  const query = useQuery({
    queryKey: ['slow-queries'],
    queryFn: ({ signal }) => slowQueries(signal),
    refetchInterval: EVERY_MS,
    retry: false,
  });
  const rows = query.data ?? [];
  return (
    <Panel
      title={t('slow.title', { count: rows.length })}
      hint={t('slow.hint')}
      query={query}
      flush
      empty={rows.length === 0 && <EmptyState>{t('slow.none')}</EmptyState>}
    >
      <div className="mw-scroll">
        <table className={`mw-table ${styles.running}`}>
          <thead>
            <tr>
              <th scope="col">{t('running.query')}</th>
              <th scope="col">{t('running.origin')}</th>
              <th scope="col">{t('slow.at')}</th>
              <th scope="col" className="mw-right">
                {t('slow.took')}
              </th>
              <th scope="col" className="mw-right">
                {t('samples')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.sinceMs} ${row.query}`}>
                <td>
                  <HrefLink href={metricsHref([row.query])} className={styles.text}>
                    {row.query}
                  </HrefLink>
                </td>
                <td>
                  {row.origin} <Badge level="unknown">{t(`running.priority.${row.priority}`)}</Badge>
                </td>
                <td>
                  <AbsoluteTime ms={row.sinceMs} />
                </td>
                <td className="mw-right">{formatDuration(row.seconds)}</td>
                <td className="mw-right">{row.samples === 0 ? '–' : formatCount(row.samples)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
