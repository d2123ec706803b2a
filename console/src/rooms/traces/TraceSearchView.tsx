import { Button, SegmentedControl, Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useGoTo } from '@/app/HrefLink';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { Scatter } from '@/charts/Scatter';
import { formatDuration } from '@/lib/format';
import { traceHref, tracesHref } from '@/lib/links';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { fetchSummaries, type TraceSummary } from './api';
import { DifferencesPanel } from './DifferencesPanel';
import { boxToUrl, ORDERS, percentile, readSearch, searchToUrl, sortSummaries, summaryParams, toDots } from './search';
import { SearchForm } from './SearchForm';
import { TraceList } from './TraceList';

/** The form, the dots and the list; all of it in the URL. */
export function TraceSearchView() {
  const { t } = useTranslation('traces');
  const url = useUrlState();
  const goTo = useGoTo();
  const range = useTimeRange();
  const { fromMs, toMs } = range.resolved;
  const search = useMemo(() => readSearch(url), [url]);
  const order = ORDERS.find((one) => one === url.get('sort')) ?? 'recent';
  const params = summaryParams(search, fromMs, toMs);
  const query = useQuery({
    queryKey: ['trace-summaries', params],
    queryFn: ({ signal }) => fetchSummaries(params, signal),
    placeholderData: keepPreviousData,
  });
  const found = useMemo(() => sortSummaries(query.data ?? [], order), [query.data, order]);
  const dots = useMemo(() => toDots(found), [found]);
  const cut = found.length >= search.limit;
  const narrowed = search.service !== '' || search.tags !== '' || search.errors || search.minDuration !== '';
  const empty = found.length === 0 && <EmptyState>{narrowed ? t('emptyNarrow') : t('empty')}</EmptyState>;
  const why = url.get('view') === 'why';
  const picked = (url.get('pick') ?? '').split('.').filter((id) => id !== '');
  const pick = (id: string): void => {
    const next = picked.includes(id) ? picked.filter((one) => one !== id) : [...picked, id].slice(-2);
    url.set({ pick: next.join('.') }, { replace: true });
  };
  const [a, b] = picked;
  return (
    <>
      <SearchForm search={search} onSearch={(next) => url.set(searchToUrl(next))} />
      <Panel title={t('scatter')} hint={t('scatterHint')} query={query} empty={empty}>
        <Scatter
          dots={dots}
          from={fromMs}
          to={toMs}
          height={160}
          label={t('scatterLabel', { count: dots.length })}
          onSelect={(id) => goTo(traceHref(id))}
          onBox={(box) => url.set(boxToUrl(box))}
        />
      </Panel>
      {found.length > 0 && (
        <SegmentedControl
          style={{ alignSelf: 'flex-start' }}
          aria-label={t('resultViews')}
          value={why ? 'why' : 'list'}
          onChange={(value) => url.set({ view: value === 'why' ? 'why' : undefined })}
          data={(['list', 'why'] as const).map((value) => ({ value, label: t(`result.${value}`) }))}
        />
      )}
      {why && found.length > 0 && <DifferencesPanel search={search} fromMs={fromMs} toMs={toMs} />}
      {!why && !query.isError && (query.data === undefined || found.length > 0) && (
        <Panel
          title={t('found', { count: found.length })}
          hint={a !== undefined && b === undefined ? t('pickAnother') : t('percentiles', durationsOf(found))}
          query={query}
          flush
          partial={cut ? t('partial', { count: search.limit }) : null}
          actions={
            <>
              {a !== undefined && b !== undefined && (
                <Button onClick={() => goTo(tracesHref({ tab: 'compare', a, b }))}>{t('comparePicked')}</Button>
              )}
              <Select
                aria-label={t('sort')}
                size="xs"
                w={112}
                value={order}
                onChange={(value) => url.set({ sort: value === 'recent' ? undefined : (value ?? undefined) }, { replace: true })}
                data={ORDERS.map((value) => ({ value, label: t(`sortBy.${value}`) }))}
                allowDeselect={false}
              />
            </>
          }
        >
          <TraceList found={found} picked={picked} onPick={pick} />
        </Panel>
      )}
    </>
  );
}

function durationsOf(found: readonly TraceSummary[]): { p50: string; p95: string; most: string } {
  const text = (share: number): string => formatDuration(percentile(found, share));
  return { p50: text(0.5), p95: text(0.95), most: text(1) };
}
