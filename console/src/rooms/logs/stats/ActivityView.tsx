import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BarList } from '@/charts/BarList';
import { useTimeZone } from '@/i18n/locale';
import { formatCount, formatDuration } from '@/lib/format';
import { formatRowTime } from '@/lib/time';
import { fetchFacets, type LogRow } from '@/rooms/logs/api';
import { RowDrawer } from '@/rooms/logs/drawer/RowDrawer';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import type { Period } from './api';
import { AskLine } from './AskLine';
import { Pager } from './Pager';
import { byDay } from './stats';
import styles from './stats.module.css';
import { useFound } from './useFound';

const CATEGORY = 'user_activity';

/** What one user did, day by day; without one, who did most. */
export function ActivityView({ view }: { view: LogUrl }) {
  const { t } = useTranslation('logs');
  const { query, period } = useFound('user-activity', view, view.user !== '');
  const timeZone = useTimeZone();
  const rows = query.data?.entries ?? [];
  const total = query.data?.total ?? 0;
  return (
    <>
      <AskLine view={view} period={period} category={CATEGORY} />
      {view.user === '' ? (
        <BusiestUsers view={view} period={period} />
      ) : (
        <Panel
          title={t('activity.of', { user: view.user, count: total, text: formatCount(total) })}
          query={query}
          actions={<Pager page={view.page} total={total} onPage={(page) => view.set({ page })} />}
          empty={query.data !== undefined && rows.length === 0 && <EmptyState>{t('activity.none', { user: view.user })}</EmptyState>}
        >
          {byDay(rows, timeZone).map(({ day, rows: ofDay }) => (
            <section key={day}>
              <h3 className={styles.day}>
                {day} <span className="mw-muted">{t('activity.steps', { count: ofDay.length })}</span>
              </h3>
              <ol className={styles.timeline}>
                {ofDay.map((row) => (
                  <Step key={row.id} row={row} timeZone={timeZone} selected={row.id === view.row} onOpen={() => view.set({ row: row.id })} />
                ))}
              </ol>
            </section>
          ))}
        </Panel>
      )}
      {view.row !== undefined && <RowDrawer key={view.row} view={view} rows={rows} />}
    </>
  );
}

type StepProps = { row: LogRow; timeZone: string | undefined; selected: boolean; onOpen: () => void };

function Step({ row, timeZone, selected, onOpen }: StepProps) {
  return (
    <li>
      <button type="button" className={styles.step} aria-current={selected || undefined} onClick={onOpen}>
        <span className={styles.stepTime}>{formatRowTime(row.timestamp, timeZone).slice(6, 14)}</span>
        <b>{row.action ?? row.level}</b>
        <span className={styles.stepText}>{row.message}</span>
        <span className="mw-muted">
          {row.service}
          {row.durationMillis !== null && ` · ${formatDuration(row.durationMillis / 1000)}`}
        </span>
      </button>
    </li>
  );
}

const MOST_USERS = 20;

function BusiestUsers({ view, period }: { view: LogUrl; period: Period }) {
  const { t } = useTranslation('logs');
  const asked = { ...period, q: `category:${CATEGORY}`, levels: [], services: [] };
  const query = useQuery({
    queryKey: ['log-busiest', asked],
    queryFn: ({ signal }) => fetchFacets(asked, ['userId'], MOST_USERS, signal),
    placeholderData: (before) => before,
  });
  const users = query.data?.['userId']?.values ?? [];
  return (
    <Panel
      title={t('activity.busiest')}
      hint={t('activity.choose')}
      query={query}
      empty={query.data !== undefined && users.length === 0 && <EmptyState>{t('activity.nobody')}</EmptyState>}
    >
      <BarList
        items={users.map(({ value, count }) => ({ key: value, label: value, value: count }))}
        format={formatCount}
        label={t('activity.busiest')}
        onSelect={(user) => view.set({ user })}
      />
    </Panel>
  );
}
