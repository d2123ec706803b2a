import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refreshNow } from '@/app/ticker';
import { useUrlState } from '@/app/urlState';
import { readHistory, remembered, writeHistory } from './history';
import { letter, MOST_PANELS, panelsOf, panelsPatch, PLAIN, type QueryPanelState } from './panels';
import { QueryPanel } from './QueryPanel';

/** One panel per query of the URL; without any, one empty editor. */
export function QueriesView() {
  const { t } = useTranslation('metrics');
  const url = useUrlState();
  const panels = panelsOf(url.getAll('query'), url.get);
  const [history, setHistory] = useState(() => readHistory(localStorage));
  const [adding, setAdding] = useState(false);
  const shown: QueryPanelState[] = adding || panels.length === 0 ? [...panels, { ...PLAIN, query: '' }] : panels;

  const put = (next: readonly QueryPanelState[], replace = false): void =>
    url.set(panelsPatch(url.search, next), { replace });
  const change = (at: number, patch: Partial<QueryPanelState>): QueryPanelState[] =>
    shown.map((panel, index) => (index === at ? { ...panel, ...patch } : panel));
  const keep = (next: string[]): void => {
    setHistory(next);
    writeHistory(localStorage, next);
  };
  const run = (at: number, text: string): void => {
    const query = text.trim();
    if (query === '') return;
    keep(remembered(history, query));
    setAdding(false);
    refreshNow();
    put(change(at, { query, on: true }), query === shown[at]?.query);
  };
  return (
    <>
      {shown.map((panel, at) => (
        <QueryPanel
          // A query is known by its place: the editor keeps its cursor while its text changes.
          key={at}
          name={letter(at)}
          panel={panel}
          history={history}
          onRun={(text) => run(at, text)}
          onOptions={(options) => put(change(at, options), true)}
          onForget={() => keep([])}
          onDuplicate={
            panel.query !== '' && panels.length < MOST_PANELS
              ? () => put([...panels.slice(0, at + 1), panel, ...panels.slice(at + 1)])
              : undefined
          }
          onRemove={
            shown.length > 1
              ? () => {
                  setAdding(false);
                  put(panels.filter((_, index) => index !== at));
                }
              : undefined
          }
        />
      ))}
      <div className="mw-row">
        <Button
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={adding || panels.length === 0 || panels.length >= MOST_PANELS}
          onClick={() => setAdding(true)}
        >
          {t('addQuery')}
        </Button>
      </div>
    </>
  );
}
