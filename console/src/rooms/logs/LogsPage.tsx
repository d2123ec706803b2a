import { SegmentedControl } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { isEditing } from '@/ui/Drawer';
import { ActivityView } from './stats/ActivityView';
import { AuditView } from './stats/AuditView';
import { ErrorsView } from './stats/ErrorsView';
import { StatisticsView } from './stats/StatisticsView';
import { TransactionsView } from './stats/TransactionsView';
import { PatternList } from './patterns/PatternList';
import { SearchView } from './search/SearchView';
import { SourcesView } from './sources/SourcesView';
import styles from './logs.module.css';
import { useLogUrl, VIEWS, type LogUrl, type View } from './useLogUrl';

/** Log lines: searched, live, as patterns, by the mall's own questions, and where they come from. */
export function LogsPage() {
  const { t } = useTranslation('logs');
  const view = useLogUrl();
  useLiveKey(view);
  return (
    <div className={`mw-page ${styles.page}`} data-fill={view.view === 'lines' || undefined}>
      <nav className={styles.views} aria-label={t('views')}>
        <SegmentedControl
          aria-label={t('views')}
          value={view.view}
          onChange={(value) => view.set({ view: value as View })}
          data={VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))}
        />
      </nav>
      <Body view={view} />
    </div>
  );
}

function Body({ view }: { view: LogUrl }) {
  switch (view.view) {
    case 'lines':
      return <SearchView view={view} />;
    case 'patterns':
      return <PatternList view={view} order={view.patternOrder} />;
    case 'statistics':
      return <StatisticsView view={view} />;
    case 'activity':
      return <ActivityView view={view} />;
    case 'errors':
      return <ErrorsView view={view} />;
    case 'transactions':
      return <TransactionsView view={view} />;
    case 'audit':
      return <AuditView view={view} />;
    case 'sources':
      return <SourcesView view={view} />;
  }
}

/** `t` starts and stops the live tail, unless it is the second key of `g t`. */
function useLiveKey(view: LogUrl): void {
  const latest = useRef(view);
  useEffect(() => {
    latest.current = view;
  });
  useEffect(() => {
    let before = '';
    const onKey = (event: KeyboardEvent): void => {
      const chord = before === 'g';
      before = event.key;
      if (chord || event.key !== 't' || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      if (isEditing(event.target) || document.querySelector('[aria-modal="true"]') !== null) return;
      event.preventDefault();
      latest.current.set({ view: 'lines', live: !latest.current.live });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
