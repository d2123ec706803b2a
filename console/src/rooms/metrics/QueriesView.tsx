import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '@/app/urlState';
import { readHistory, remembered, writeHistory } from './history';
import { QueryPanel, type ResultView } from './QueryPanel';
import styles from './metrics.module.css';

const VIEWS: readonly ResultView[] = ['graph', 'table', 'heatmap'];

/** One panel per query of the URL; without any, one empty editor. */
export function QueriesView() {
  const { t } = useTranslation('metrics');
  const url = useUrlState();
  const queries = url.getAll('query');
  const view = VIEWS.find((one) => one === url.get('view')) ?? 'graph';
  const [history, setHistory] = useState(() => readHistory(localStorage));
  const [adding, setAdding] = useState(false);
  const shown = adding || queries.length === 0 ? [...queries, ''] : queries;

  const put = (at: number, text: string): void => {
    const query = text.trim();
    if (query === '') return;
    const next = remembered(history, query);
    setHistory(next);
    writeHistory(localStorage, next);
    setAdding(false);
    url.set({ query: shown.map((one, index) => (index === at ? query : one)).filter((one) => one !== '') });
  };
  const remove = (at: number): void => {
    setAdding(false);
    url.set({ query: queries.filter((_, index) => index !== at) });
  };
  return (
    <>
      {shown.map((query, at) => (
        <QueryPanel
          // A query is known by its place: the editor keeps its cursor while its text changes.
          key={at}
          query={query}
          view={view}
          history={history}
          onRun={(text) => put(at, text)}
          onRemove={shown.length > 1 ? () => remove(at) : undefined}
        />
      ))}
      <div className={styles.foot}>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={adding || queries.length === 0}
          onClick={() => setAdding(true)}
        >
          {t('addQuery')}
        </Button>
        <span className="mw-grow" />
        <SegmentedControl
          aria-label={t('resultView')}
          value={view}
          onChange={(value) => url.set({ view: value === 'graph' ? undefined : value }, { replace: true })}
          data={VIEWS.map((value) => ({ value, label: t(`view.${value}`) }))}
        />
      </div>
    </>
  );
}
