import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/errors';
import { useTimeRange } from '@/app/timeRange';
import { dataFields } from './completion';
import { Facets } from './Facets';
import { FilterLine } from './FilterLine';
import { LiveList } from './LiveList';
import logsStyles from './logs.module.css';
import facetsStyles from './facets.module.css';
import { LogResults } from './LogResults';
import { PatternList } from './PatternList';
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
    <div className={`mw-page ${logsStyles.page}`}>
      <QueryBar
        q={view.q}
        known={first?.facets ?? {}}
        fields={fields}
        failed={search.query.error instanceof ApiError && search.query.error.status === 400}
        onSubmit={(q) => view.set({ q })}
      />
      <FilterLine
        view={view}
        levels={first?.facets['level'] ?? []}
        rows={rows}
        facetsOpen={facetsOpen}
        onFacets={() => setFacetsOpen((open) => !open)}
      />
      <div
        className={logsStyles.columns}
        data-facets={facetsOpen || undefined}
        data-wide={view.live || view.patterns !== undefined || search.query.isError || undefined}
      >
        {!view.live && view.patterns === undefined && !search.query.isError && (
          <aside className={facetsStyles.facets} data-open={facetsOpen || undefined} aria-label={t('facets')}>
            <Facets facets={first?.facets ?? {}} view={view} pending={search.query.isPending} />
          </aside>
        )}
        {view.patterns !== undefined ? (
          <PatternList view={view} order={view.patterns} />
        ) : view.live ? (
          <LiveList key={`${view.q} ${view.levels.join()} ${view.services.join()}`} view={view} />
        ) : (
          <LogResults view={view} search={search} rows={rows} onZoom={range.zoom} onScrolled={setScrolled} />
        )}
      </div>
      {view.row !== undefined && !view.live && <RowDrawer key={view.row} view={view} rows={rows} />}
    </div>
  );
}
