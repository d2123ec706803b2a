import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { StackedBars } from '@/charts/StackedBars';
import { formatCount, formatDuration } from '@/lib/format';
import type { LogRow } from '@/rooms/logs/api';
import { LogList } from '@/rooms/logs/list/LogList';
import styles from '@/rooms/logs/logs.module.css';
import { markTerms } from '@/rooms/logs/queryText';
import { flipped, levelKeys } from '@/rooms/logs/rows';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { MOST_LINES, type LogSearch } from './useLogSearch';

type LogResultsProps = {
  view: LogUrl;
  search: LogSearch;
  rows: readonly LogRow[];
  onZoom: (fromMs: number, toMs: number) => void;
  onScrolled: (scrolled: boolean) => void;
};

const HISTOGRAM_PX = 108;
const NO_BUCKETS: [] = [];

/** When the lines were written, and the lines. */
export function LogResults({ view, search, rows, onZoom, onScrolled }: LogResultsProps) {
  const { t } = useTranslation('logs');
  const { query, histogram, request } = search;
  const first = query.data?.pages[0];
  const counts = histogram.data;
  const buckets = counts?.buckets ?? NO_BUCKETS;
  const keys = useMemo(() => levelKeys(buckets), [buckets]);
  const terms = useMemo(() => markTerms(view.q), [view.q]);
  const none = first !== undefined && rows.length === 0;
  const full = rows.length >= MOST_LINES;
  return (
    <div className={styles.results}>
      {!query.isError && !none && (
        <Panel label={t('histogram')} query={histogram}>
          <StackedBars
            buckets={buckets}
            keys={keys}
            intervalMs={counts?.intervalMillis ?? 60_000}
            from={request.fromMs}
            to={request.toMs}
            height={HISTOGRAM_PX}
            label={t('histogramHint')}
            onZoom={onZoom}
            onSelect={(level) => view.set({ levels: flipped(view.levels, level) })}
          />
        </Panel>
      )}
      <Panel
        className={styles.listPanel}
        title={counts === undefined ? t('lines') : t('total', { count: counts.total, text: formatCount(counts.total) })}
        hint={first === undefined ? undefined : t('took', { time: formatDuration(first.tookMillis / 1000) })}
        query={query}
        flush
        partial={full ? t('full', { count: MOST_LINES, text: formatCount(MOST_LINES) }) : null}
        actions={search.behind ? <span className="mw-muted">{t('held')}</span> : undefined}
        empty={none && <NoLines view={view} />}
      >
        <LogList
          rows={rows}
          terms={terms}
          view={view}
          selected={view.row}
          onOpen={(row) => view.set({ row })}
          onScrolled={onScrolled}
          onEnd={() => {
            if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
          }}
          more={query.hasNextPage}
        />
      </Panel>
    </div>
  );
}

function NoLines({ view }: { view: LogUrl }) {
  const { t } = useTranslation('logs');
  const narrowed = view.q !== '' || view.levels.length > 0 || view.services.length > 0;
  return (
    <EmptyState
      action={
        <Button
          variant="default"
          onClick={() => view.set(narrowed ? { q: '', levels: [], services: [] } : { view: 'sources' })}
        >
          {narrowed ? t('clearAll') : t('connect')}
        </Button>
      }
    >
      {narrowed ? t('emptyNarrow') : t('empty')}
    </EmptyState>
  );
}
