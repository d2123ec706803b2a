import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '@/app/urlState';
import { Cardinality } from './cardinality/Cardinality';
import { Explorer } from './explorer/Explorer';
import { QueriesView } from './query/QueriesView';
import { RunningQueries } from './running/RunningQueries';
import { SlowQueries } from './running/SlowQueries';
import { Targets } from './targets/Targets';

const TABS = ['query', 'explore', 'targets', 'cardinality', 'running'] as const;

/** What one tab alone says in the URL; it does not follow to the next. The queries do. */
const OWN = ['find', 'type', 'metric', 'pool', 'health', 'target', 'dropped', 'drill', 'limit'] as const;

/** PromQL queries as graphs and tables, the metrics there are, where they come from and what they cost. */
export function MetricsPage() {
  const { t } = useTranslation('metrics');
  const url = useUrlState();
  const tab = TABS.find((one) => one === url.get('tab')) ?? 'query';
  return (
    <div className="mw-page mw-stack">
      <div className="mw-row mw-scroll">
        <SegmentedControl
          aria-label={t('views')}
          value={tab}
          onChange={(value) =>
            url.set({
              ...Object.fromEntries(OWN.map((name) => [name, undefined])),
              tab: value === 'query' ? undefined : value,
            })
          }
          data={TABS.map((value) => ({ value, label: t(`tab.${value}`) }))}
        />
      </div>
      {tab === 'query' && <QueriesView />}
      {tab === 'explore' && <Explorer />}
      {tab === 'targets' && <Targets />}
      {tab === 'cardinality' && <Cardinality />}
      {tab === 'running' && (
        <>
          <RunningQueries />
          <SlowQueries />
        </>
      )}
    </div>
  );
}
