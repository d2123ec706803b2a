import { TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatCount, NO_VALUE } from '@/lib/format';
import { useDraft } from '@/lib/useDraft';
import type { LogRow } from '@/rooms/logs/api';
import { RowDrawer } from '@/rooms/logs/drawer/RowDrawer';
import { PatternList } from '@/rooms/logs/patterns/PatternList';
import { flipped } from '@/rooms/logs/rows';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { Chips } from '@/ui/Chips';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { fetchErrors } from './api';
import { EntryTable } from './EntryTable';
import { Pager } from './Pager';
import styles from './stats.module.css';
import { usePeriod } from './useFound';

const ERRORS = ['error'] as const;

/** Errors: what they say, once each with how often, then each of them page by page. */
export function ErrorsView({ view }: { view: LogUrl }) {
  const { t } = useTranslation('logs');
  const period = usePeriod();
  const [draft, type] = useDraft(view.q, (q) => view.set({ q }));
  const asked = { ...period, service: view.services[0], search: view.q, page: view.page };
  const query = useQuery({
    queryKey: ['log-errors', asked],
    queryFn: ({ signal }) => fetchErrors(asked, signal),
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.entries ?? [];
  const total = query.data?.total ?? 0;
  const columns = [{ name: t('errors.name'), cell: (row: LogRow) => row.error?.name ?? NO_VALUE }];
  return (
    <>
      <div className={styles.ask}>
        <TextInput
          className={styles.words ?? ''}
          data-search
          aria-label={t('errors.words')}
          placeholder={t('errors.words')}
          value={draft}
          onChange={(event) => type(event.currentTarget.value)}
        />
        {view.services.length > 0 && (
          <Chips
            label={t('service')}
            chips={view.services.slice(0, 1).map((service) => ({ key: service, name: t('service'), value: service }))}
            onRemove={(service) => view.set({ services: flipped(view.services, service) })}
          />
        )}
      </div>
      <PatternList view={view} order={view.patternOrder} levels={ERRORS} title={t('errors.groups')} limit={10} />
      <Panel
        title={t('errors.title', { count: total, text: formatCount(total) })}
        query={query}
        flush
        actions={<Pager page={view.page} total={total} onPage={(page) => view.set({ page })} />}
        empty={query.data !== undefined && rows.length === 0 && <EmptyState>{t('errors.none')}</EmptyState>}
      >
        <EntryTable rows={rows} columns={columns} selected={view.row} onOpen={(row) => view.set({ row })} />
      </Panel>
      {view.row !== undefined && <RowDrawer key={view.row} view={view} rows={rows} />}
    </>
  );
}
