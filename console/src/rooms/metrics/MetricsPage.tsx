import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '@/app/urlState';
import { Explorer } from './Explorer';
import { QueriesView } from './QueriesView';
import { Targets } from './Targets';

const TABS = ['query', 'explore', 'targets'] as const;

/** PromQL queries as graphs and tables, the metrics there are, and where they come from. */
export function MetricsPage() {
  const { t } = useTranslation('metrics');
  const url = useUrlState();
  const tab = TABS.find((one) => one === url.get('tab')) ?? 'query';
  return (
    <div className="mw-page mw-stack">
      <div className="mw-row">
        <SegmentedControl
          aria-label={t('views')}
          value={tab}
          onChange={(value) => url.set({ tab: value === 'query' ? undefined : value })}
          data={TABS.map((value) => ({ value, label: t(`tab.${value}`) }))}
        />
      </div>
      {tab === 'query' && <QueriesView />}
      {tab === 'explore' && <Explorer />}
      {tab === 'targets' && <Targets />}
    </div>
  );
}
