import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '@/app/urlState';
import { ServiceMap } from './ServiceMap';
import { TraceSearchView } from './TraceSearchView';
import styles from './traces.module.css';

/** Finding traces, and which service calls which. */
export function TracesPage() {
  const { t } = useTranslation('traces');
  const url = useUrlState();
  const tab = url.get('tab') === 'map' ? 'map' : 'search';
  return (
    <div className="mw-page mw-stack">
      <div className={styles.head}>
        <SegmentedControl
          aria-label={t('views')}
          value={tab}
          onChange={(value) => url.set({ tab: value === 'map' ? 'map' : undefined })}
          data={[
            { value: 'search', label: t('tabSearch') },
            { value: 'map', label: t('tabMap') },
          ]}
        />
      </div>
      {tab === 'map' ? <ServiceMap /> : <TraceSearchView />}
    </div>
  );
}
