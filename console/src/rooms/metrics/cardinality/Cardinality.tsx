import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { storeStatus, type Count } from '@/api/metricStatus';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { BarList } from '@/charts/BarList';
import { formatBytes, formatCount } from '@/lib/format';
import { Panel, type PanelQuery } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import styles from './cardinality.module.css';
import { HeadPanel } from './HeadPanel';
import { matchOfLabel, matchOfMetric, matchOfPair } from './match';
import { SeriesDrawer } from './SeriesDrawer';

const LIMITS = ['10', '20', '50', '100'] as const;

/** What fills the store: metrics, labels and pairs by the series they make. A row leads to the label that multiplies. */
export function Cardinality() {
  const { t } = useTranslation('metrics');
  const url = useUrlState();
  const { refreshSeconds } = useTimeRange();
  const limit = LIMITS.find((one) => one === url.get('limit')) ?? '20';
  const query = useQuery({
    queryKey: ['store-status', limit],
    queryFn: ({ signal }) => storeStatus(Number(limit), signal),
    placeholderData: keepPreviousData,
    // What is counted grows slowly, and counting it costs.
    refetchInterval: refreshSeconds > 0 ? Math.max(30, refreshSeconds) * 1000 : false,
  });
  const status = query.data;
  const drill = url.get('drill');
  const lists = [
    { title: t('byMetric'), counts: status?.seriesCountByMetricName, match: matchOfMetric },
    { title: t('byPair'), counts: status?.seriesCountByLabelValuePair, match: matchOfPair },
    { title: t('byLabel'), counts: status?.labelValueCountByLabelName, match: matchOfLabel },
    { title: t('byMemory'), counts: status?.memoryInBytesByLabelName, match: matchOfLabel, format: formatBytes },
  ];
  return (
    <>
      <HeadPanel status={status} query={query} />
      <div className="mw-row">
        <span className="mw-muted">{t('top')}</span>
        <SegmentedControl
          aria-label={t('top')}
          value={limit}
          onChange={(value) => url.set({ limit: value === '20' ? undefined : value }, { replace: true })}
          data={[...LIMITS]}
        />
        <span className="mw-muted">{t('drillHint')}</span>
      </div>
      <div className={styles.lists}>
        {lists.map(({ match, ...list }) => (
          <CountPanel key={list.title} {...list} query={query} onOpen={(name) => url.set({ drill: match(name) })} />
        ))}
      </div>
      {drill !== undefined && <SeriesDrawer key={drill} match={drill} onClose={() => url.set({ drill: undefined })} />}
    </>
  );
}

type CountPanelProps = {
  title: string;
  query: PanelQuery;
  counts: readonly Count[] | undefined;
  format?: ((value: number) => string) | undefined;
  onOpen: (name: string) => void;
};

function CountPanel({ title, query, counts = [], format = formatCount, onOpen }: CountPanelProps) {
  const { t } = useTranslation('metrics');
  return (
    <Panel title={title} query={query} empty={counts.length === 0 && <EmptyState>{t('noCounts')}</EmptyState>}>
      <BarList
        label={title}
        items={counts.map(({ name, value }) => ({ key: name, label: name, value }))}
        format={format}
        onSelect={onOpen}
      />
    </Panel>
  );
}
