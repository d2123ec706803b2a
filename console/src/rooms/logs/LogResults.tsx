import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { StackedBars } from '@/charts/StackedBars';
import { formatCount, formatDuration } from '@/lib/format';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import type { LogRow } from './api';
import styles from './logs.module.css';
import { LogList } from './LogList';
import { markTerms } from './queryText';
import { levelKeys } from './rows';
import type { LogSearch } from './useLogSearch';
import type { LogUrl } from './useLogUrl';

type LogResultsProps = {
  view: LogUrl;
  search: LogSearch;
  rows: readonly LogRow[];
  onZoom: (fromMs: number, toMs: number) => void;
  onScrolled: (scrolled: boolean) => void;
};

const HISTOGRAM_PX = 108;

/** When the lines were written, and the lines. */
export function LogResults({ view, search, rows, onZoom, onScrolled }: LogResultsProps) {
  const { t } = useTranslation('logs');
  const { query, fromMs, toMs } = search;
  const pages = query.data?.pages;
  const first = pages?.[0];
  const keys = useMemo(() => levelKeys(pages?.slice(0, 1) ?? []), [pages]);
  const terms = useMemo(() => markTerms(view.q), [view.q]);
  const narrowed = view.q !== '' || view.levels.length > 0 || view.services.length > 0;
  const none = first !== undefined && rows.length === 0;
  const total = first === undefined ? '' : `${first.totalExact ? '' : '≥ '}${formatCount(first.total)}`;
  return (
    <div className={styles.results}>
      {!query.isError && !none && (
        <Panel label={t('histogram')} query={query}>
          <StackedBars
            buckets={first?.histogram.buckets ?? []}
            keys={keys}
            intervalMs={first?.histogram.intervalMillis ?? 60_000}
            from={fromMs}
            to={toMs}
            height={HISTOGRAM_PX}
            label={t('histogram')}
            onZoom={onZoom}
          />
        </Panel>
      )}
      <Panel
        className={styles.listPanel}
        title={first === undefined ? t('lines') : t('total', { count: first.total, text: total })}
        hint={first === undefined ? undefined : t('took', { time: formatDuration(first.tookMillis / 1000) })}
        query={query}
        flush
        partial={first !== undefined && !first.totalExact ? t('partialTotal') : null}
        actions={search.behind ? <span className="mw-muted">{t('held')}</span> : undefined}
        empty={
          none && (
            <EmptyState
              action={
                narrowed ? (
                  <Button variant="default" onClick={() => view.set({ q: '', levels: [], services: [] })}>
                    {t('clearAll')}
                  </Button>
                ) : undefined
              }
            >
              {narrowed ? t('emptyNarrow') : t('empty')}
            </EmptyState>
          )
        }
      >
        <LogList
          rows={rows}
          terms={terms}
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
