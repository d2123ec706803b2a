import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTimeRange } from '@/app/timeRange';
import { dataFields } from './completion';
import { Facets } from './Facets';
import { FilterLine } from './FilterLine';
import { LiveList } from './LiveList';
import styles from './logs.module.css';
import { LogResults } from './LogResults';
import { QueryBar } from './QueryBar';
import { RowDrawer } from './RowDrawer';
import { joinPages } from './rows';
import { useLogSearch } from './useLogSearch';
import { useLogUrl } from './useLogUrl';

/** Log lines of the chosen time: query, histogram, facets, rows, and the drawer of one line. */
export function LogsPage() {
  const { t } = useTranslation('logs');
  const view = useLogUrl();
  const range = useTimeRange();
  const [scrolled, setScrolled] = useState(false);
  const [facetsOpen, setFacetsOpen] = useState(false);
  const held = scrolled || view.row !== undefined;
  const search = useLogSearch(view, range, held);
  const rows = useMemo(() => joinPages(search.query.data?.pages ?? []), [search.query.data]);
  const first = search.query.data?.pages[0];
  const fields = useMemo(() => dataFields(rows), [rows]);
  return (
    <div className={`mw-page ${styles.page}`}>
      <QueryBar
        q={view.q}
        known={first?.facets ?? {}}
        fields={fields}
        failed={search.query.isError}
        onSubmit={(q) => view.set({ q })}
      />
      <FilterLine
        view={view}
        levels={first?.facets['level'] ?? []}
        rows={rows}
        facetsOpen={facetsOpen}
        onFacets={() => setFacetsOpen((open) => !open)}
      />
      <div className={styles.columns} data-live={view.live || undefined}>
        {!view.live && (
          <aside className={styles.facets} data-open={facetsOpen || undefined} aria-label={t('facets')}>
            <Facets facets={first?.facets ?? {}} view={view} pending={search.query.isPending} />
          </aside>
        )}
        {view.live ? (
          <LiveList key={`${view.q} ${view.levels.join()} ${view.services.join()}`} view={view} />
        ) : (
          <LogResults view={view} search={search} rows={rows} onZoom={range.zoom} onScrolled={setScrolled} />
        )}
      </div>
      {view.row !== undefined && !view.live && <RowDrawer key={view.row} view={view} rows={rows} />}
    </div>
  );
}
