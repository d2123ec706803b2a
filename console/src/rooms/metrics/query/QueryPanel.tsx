import { ActionIcon, Button } from '@mantine/core';
import { IconCopyPlus, IconEye, IconEyeOff, IconWand, IconX } from '@tabler/icons-react';
import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatQuery } from '@/api/prometheus';
import { useAction } from '@/app/useAction';
import { useUrlState } from '@/app/urlState';
import { EmptyState } from '@/ui/states';
import { ExplainResult } from '@/rooms/metrics/explain/ExplainResult';
import { GraphResult } from '@/rooms/metrics/result/GraphResult';
import { TableResult } from '@/rooms/metrics/result/TableResult';
import { errorPlace } from './errorPlace';
import { HistoryMenu } from './HistoryMenu';
import { PanelBar } from './PanelBar';
import type { PanelOptions, QueryPanelState } from './panels';
import styles from './query.module.css';
import { RunButton } from './RunButton';

const QueryEditor = lazy(() => import('./QueryEditor').then((module) => ({ default: module.QueryEditor })));

type QueryPanelProps = {
  /** A, B, C …: what the panel is called and its requests are known by. */
  name: string;
  panel: QueryPanelState;
  history: readonly string[];
  onRun: (text: string) => void;
  onOptions: (options: Partial<PanelOptions>) => void;
  onForget: () => void;
  onDuplicate: (() => void) | undefined;
  onRemove: (() => void) | undefined;
};

/** An editor, how its answer is shown, and the answer. */
export function QueryPanel(props: QueryPanelProps) {
  const { name, panel, history, onOptions, onDuplicate, onRemove } = props;
  const { t } = useTranslation('metrics');
  const { query } = panel;
  const client = useQueryClient();
  const [draft, setDraft] = useState(query);
  const [shown, setShown] = useState(query);
  const [problem, setProblem] = useState<string | null>(null);
  const [cancelled, setCancelled] = useState(false);
  if (shown !== query) {
    setShown(query);
    setDraft(query);
    setProblem(null);
    setCancelled(false);
  }
  const running = useIsFetching({ queryKey: ['promql', name] }) > 0;
  const format = useAction(formatQuery, [], setDraft);
  const mark = useMemo(() => {
    const place = problem === null || draft !== query ? null : errorPlace(problem, query);
    return place === null ? null : { offset: place.offset, message: place.reason };
  }, [problem, draft, query]);
  const run = (text: string): void => {
    setCancelled(false);
    if (text.trim() === query && query !== '') void client.refetchQueries({ queryKey: ['promql', name], type: 'active' });
    props.onRun(text);
  };
  const cancel = (): void => {
    setCancelled(true);
    void client.cancelQueries({ queryKey: ['promql', name] });
  };
  return (
    <section className={styles.query} aria-label={query === '' ? t('newQuery') : `${name}: ${query}`} data-off={!panel.on || undefined}>
      <div className={styles.editorRow}>
        <span className={styles.letter} aria-hidden>
          {name}
        </span>
        <HistoryMenu
          history={history}
          onPick={(text) => {
            setDraft(text);
            run(text);
          }}
          onForget={props.onForget}
        />
        <div className={styles.editor} data-search>
          <Suspense fallback={<pre className={styles.editorWaits}>{draft === '' ? t('placeholder') : draft}</pre>}>
            <QueryEditor
              text={draft}
              label={t('expression')}
              placeholder={t('placeholder')}
              mark={mark}
              onChange={setDraft}
              onSubmit={run}
            />
          </Suspense>
        </div>
        <div className={styles.editorActions}>
          <ActionIcon
            aria-label={t('format')}
            title={t('format')}
            disabled={draft.trim() === '' || format.pending}
            onClick={() => void format.run(draft)}
          >
            <IconWand size={16} />
          </ActionIcon>
          <RunButton running={running} disabled={draft.trim() === ''} onRun={() => run(draft)} onCancel={cancel} />
          {query !== '' && (
            <ActionIcon
              aria-label={panel.on ? t('disableQuery') : t('enableQuery')}
              title={panel.on ? t('disableQuery') : t('enableQuery')}
              aria-pressed={!panel.on}
              onClick={() => onOptions({ on: !panel.on })}
            >
              {panel.on ? <IconEye size={16} /> : <IconEyeOff size={16} />}
            </ActionIcon>
          )}
          {onDuplicate !== undefined && (
            <ActionIcon aria-label={t('duplicateQuery')} title={t('duplicateQuery')} onClick={onDuplicate}>
              <IconCopyPlus size={16} />
            </ActionIcon>
          )}
          {onRemove !== undefined && (
            <ActionIcon aria-label={t('removeQuery')} title={t('removeQuery')} onClick={onRemove}>
              <IconX size={16} />
            </ActionIcon>
          )}
        </div>
      </div>
      {query === '' ? (
        <NoQuery />
      ) : panel.on ? (
        <>
          <PanelBar options={panel} onOptions={onOptions} />
          {cancelled && !running ? (
            <EmptyState action={<Button onClick={() => run(query)}>{t('run')}</Button>}>{t('cancelled')}</EmptyState>
          ) : (
            <Result name={name} panel={panel} onOptions={onOptions} onProblem={setProblem} />
          )}
        </>
      ) : (
        <p className={styles.offNote}>{t('queryOff')}</p>
      )}
    </section>
  );
}

type ResultProps = {
  name: string;
  panel: QueryPanelState;
  onOptions: (options: Partial<PanelOptions>) => void;
  onProblem: (message: string | null) => void;
};

function Result({ name, panel, onOptions, onProblem }: ResultProps) {
  switch (panel.view) {
    case 'table':
      return <TableResult panel={name} expression={panel.query} onProblem={onProblem} />;
    case 'explain':
      return <ExplainResult panel={name} expression={panel.query} onProblem={onProblem} />;
    case 'graph':
    case 'heatmap':
      return <GraphResult panel={name} expression={panel.query} options={panel} onOptions={onOptions} onProblem={onProblem} />;
  }
}

function NoQuery() {
  const { t } = useTranslation('metrics');
  const url = useUrlState();
  return (
    <EmptyState
      action={
        <Button variant="default" onClick={() => url.set({ tab: 'explore' })}>
          {t('browse')}
        </Button>
      }
    >
      {t('noQuery')}
    </EmptyState>
  );
}
