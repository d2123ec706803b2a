import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '@/app/urlState';
import { DetectionsTab } from './DetectionsTab';
import { DrillsTab } from './DrillsTab';
import { FindingsTab } from './FindingsTab';

const TABS = ['findings', 'detections', 'drills'] as const;

export function SecurityPage() {
  const { t } = useTranslation('security');
  const url = useUrlState();
  const tab = TABS.find((one) => one === url.get('tab')) ?? 'findings';
  return (
    <div className="mw-page">
      <div className="mw-row" style={{ marginBottom: 'var(--mw-space-3)' }}>
        <SegmentedControl
          value={tab}
          onChange={(next) => url.set({ tab: next === 'findings' ? undefined : next, finding: undefined })}
          data={TABS.map((value) => ({ value, label: t(`tab.${value}`) }))}
        />
      </div>
      {tab === 'findings' && <FindingsTab />}
      {tab === 'detections' && <DetectionsTab />}
      {tab === 'drills' && <DrillsTab />}
    </div>
  );
}
