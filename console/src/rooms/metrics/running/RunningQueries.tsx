import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { runningQueries, stopQuery, type RunningQuery } from '@/api/metricStatus';
import { HrefLink } from '@/app/HrefLink';
import { useAction } from '@/app/useAction';
import { formatCount, formatDuration } from '@/lib/format';
import { metricsHref } from '@/lib/links';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { useNow } from '@/ui/useNow';
import styles from './running.module.css';

const EVERY_MS = 2000;
/** From here on a query is one to look at. */
const LONG_SECONDS = 10;

/** The queries under way, the longest first, each of which can be stopped. */
export function RunningQueries() {
  const { t } = useTranslation('metrics');
  const query = useQuery({
    queryKey: ['running-queries'],
    queryFn: ({ signal }) => runningQueries(signal),
    refetchInterval: EVERY_MS,
    retry: false,
  });
  const stop = useAction(stopQuery, ['running-queries']);
  const now = Math.max(useNow(), query.dataUpdatedAt);
  const rows = [...(query.data ?? [])].sort((a, b) => a.sinceMs - b.sinceMs);
  return (
    <Panel
      title={t('running.title', { count: rows.length })}
      hint={t('running.hint')}
      query={query}
      flush
      empty={rows.length === 0 && <EmptyState>{t('running.none')}</EmptyState>}
    >
      <div className="mw-scroll">
        <table className={`mw-table ${styles.running}`}>
          <thead>
            <tr>
              <th scope="col">{t('running.query')}</th>
              <th scope="col">{t('running.origin')}</th>
              <th scope="col" className="mw-right">
                {t('running.age')}
              </th>
              <th scope="col" className="mw-right">
                {t('samples')}
              </th>
              <th scope="col">
                <span className="mw-hidden">{t('running.stop')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <RunningRow key={row.id} row={row} now={now} pending={stop.pending} onStop={() => void stop.run(row.id)} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

type RowProps = { row: RunningQuery; now: number; pending: boolean; onStop: () => void };

function RunningRow({ row, now, pending, onStop }: RowProps) {
  const { t } = useTranslation('metrics');
  const [asking, setAsking] = useState(false);
  const seconds = Math.max(0, (now - row.sinceMs) / 1000);
  return (
    <tr>
      <td>
        <HrefLink href={metricsHref([row.query])} className={styles.text}>
          {row.query}
        </HrefLink>
      </td>
      <td>
        {row.origin}{' '}
        <Badge level="unknown">{t(`running.priority.${row.priority}`)}</Badge>
      </td>
      <td className={`mw-right ${seconds >= LONG_SECONDS ? (styles.long ?? '') : ''}`}>{formatDuration(seconds)}</td>
      <td className="mw-right">{row.samples === 0 ? '–' : formatCount(row.samples)}</td>
      <td className="mw-right">
        {asking ? (
          <span className={styles.asking} role="group" aria-label={t('running.sure')}>
            {t('running.sure')}
            <Button size="compact-sm" color="red" disabled={pending} onClick={onStop} autoFocus>
              {t('running.stop')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
              {t('running.keep')}
            </Button>
          </span>
        ) : (
          <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
            {t('running.stop')}
          </Button>
        )}
      </td>
    </tr>
  );
}
