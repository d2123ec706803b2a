import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '@/app/urlState';
import { EmptyState } from '@/ui/states';
import { GraphResult } from './GraphResult';
import { HistoryMenu } from './HistoryMenu';
import styles from './metrics.module.css';
import { TableResult } from './TableResult';

const QueryEditor = lazy(() => import('./QueryEditor').then((module) => ({ default: module.QueryEditor })));

export type ResultView = 'graph' | 'table' | 'heatmap';

type QueryPanelProps = {
  query: string;
  view: ResultView;
  history: readonly string[];
  onRun: (text: string) => void;
  onRemove: (() => void) | undefined;
};

/** An editor and what its query answers. */
export function QueryPanel({ query, view, history, onRun, onRemove }: QueryPanelProps) {
  const { t } = useTranslation('metrics');
  const url = useUrlState();
  const [draft, setDraft] = useState(query);
  const [shown, setShown] = useState(query);
  if (shown !== query) {
    setShown(query);
    setDraft(query);
  }
  return (
    <section className={styles.query} aria-label={query === '' ? t('newQuery') : query}>
      <div className={styles.editorRow}>
        <HistoryMenu
          history={history}
          onPick={(text) => {
            setDraft(text);
            onRun(text);
          }}
        />
        <div className={styles.editor} data-search>
          <Suspense fallback={<pre className={styles.editorWaits}>{draft === '' ? t('placeholder') : draft}</pre>}>
            <QueryEditor
              text={draft}
              label={t('expression')}
              placeholder={t('placeholder')}
              onChange={setDraft}
              onSubmit={onRun}
            />
          </Suspense>
        </div>
        <Button h={32} onClick={() => onRun(draft)} disabled={draft.trim() === ''}>
          {t('run')}
        </Button>
        {onRemove !== undefined && (
          <ActionIcon aria-label={t('removeQuery')} onClick={onRemove}>
            <IconX size={16} />
          </ActionIcon>
        )}
      </div>
      {query === '' ? (
        <EmptyState
          action={
            <Button variant="default" onClick={() => url.set({ tab: 'explore' })}>
              {t('browse')}
            </Button>
          }
        >
          {t('noQuery')}
        </EmptyState>
      ) : view === 'table' ? (
        <TableResult expression={query} />
      ) : (
        <GraphResult expression={query} heatmap={view === 'heatmap'} />
      )}
    </section>
  );
}
