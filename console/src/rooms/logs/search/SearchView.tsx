import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/errors';
import { useTimeRange } from '@/app/timeRange';
import { RowDrawer } from '@/rooms/logs/drawer/RowDrawer';
import { Facets } from '@/rooms/logs/facets/Facets';
import facetsStyles from '@/rooms/logs/facets/facets.module.css';
import { LiveList } from '@/rooms/logs/live/LiveList';
import styles from '@/rooms/logs/logs.module.css';
import { joinPages, levelTotals } from '@/rooms/logs/rows';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { FilterLine } from './FilterLine';
import { LogResults } from './LogResults';
import { QueryBar } from './QueryBar';
import { useLogFields, useLogSearch } from './useLogSearch';
import { useMemory } from './useMemory';

/** Query, facets, histogram and lines, or the lines as they come; and the drawer of one line. */
export function SearchView({ view }: { view: LogUrl }) {
  const { t } = useTranslation('logs');
  const range = useTimeRange();
  const [scrolled, setScrolled] = useState(false);
  const [facetsOpen, setFacetsOpen] = useState(false);
  const search = useLogSearch(view, range, scrolled || view.row !== undefined);
  const fields = useLogFields(range);
  const memory = useMemory(view);
  const { query, histogram, request } = search;
  const rows = useMemo(() => joinPages(query.data?.pages ?? []), [query.data]);
  const levels = useMemo(() => levelTotals(histogram.data?.buckets ?? []), [histogram.data]);
  const refused = query.error instanceof ApiError && query.error.status === 400 ? query.error.detail : undefined;
  const withFacets = !view.live && !query.isError;
  return (
    <>
      <QueryBar
        q={view.q}
        request={request}
        fields={fields}
        refused={refused}
        memory={memory}
        view={view}
        onSubmit={(q) => view.set({ q })}
      />
      <FilterLine
        view={view}
        request={request}
        levels={levels}
        total={histogram.data?.total}
        fields={fields}
        facetsOpen={facetsOpen}
        onFacets={() => setFacetsOpen((open) => !open)}
      />
      <div className={styles.columns} data-facets={facetsOpen || undefined} data-wide={!withFacets || undefined}>
        {withFacets && (
          <aside className={facetsStyles.facets} data-open={facetsOpen || undefined} aria-label={t('facets')}>
            <Facets view={view} request={request} fields={fields} />
          </aside>
        )}
        {view.live ? (
          <LiveList key={`${view.q} ${view.levels.join()} ${view.services.join()} ${view.rate}`} view={view} />
        ) : (
          <LogResults view={view} search={search} rows={rows} onZoom={range.zoom} onScrolled={setScrolled} />
        )}
      </div>
      {view.row !== undefined && !view.live && <RowDrawer key={view.row} view={view} rows={rows} />}
    </>
  );
}
