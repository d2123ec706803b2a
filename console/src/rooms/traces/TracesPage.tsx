import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '@/app/urlState';
import { CompareView } from './CompareView';
import { MonitorView } from './monitor/MonitorView';
import { ServiceMap } from './ServiceMap';
import { StoryView } from './story/StoryView';
import { TraceSearchView } from './TraceSearchView';

const TABS = ['search', 'story', 'compare', 'map', 'monitor'] as const;
type Tab = (typeof TABS)[number];

/** Finding traces, one order's story, holding two against each other, which service calls which and how well. */
export function TracesPage() {
  const { t } = useTranslation('traces');
  const url = useUrlState();
  const tab = TABS.find((one) => one === url.get('tab')) ?? 'search';
  return (
    <div className="mw-page mw-stack">
      <div className="mw-scroll">
        <SegmentedControl
          aria-label={t('views')}
          value={tab}
          onChange={(value) => url.set({ tab: value === 'search' ? undefined : value })}
          data={TABS.map((value) => ({ value, label: t(`tab.${value}`) }))}
        />
      </div>
      <TabBody tab={tab} />
    </div>
  );
}

function TabBody({ tab }: { tab: Tab }) {
  switch (tab) {
    case 'search':
      return <TraceSearchView />;
    case 'story':
      return <StoryView />;
    case 'compare':
      return <CompareView />;
    case 'map':
      return <ServiceMap />;
    case 'monitor':
      return <MonitorView />;
  }
}
