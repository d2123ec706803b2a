import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { useUrlState } from '@/app/urlState';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { fetchTrace } from './api';
import { SpanDrawer } from './SpanDrawer';
import { TraceHeader } from './TraceHeader';
import styles from './trace.module.css';
import { criticalPath } from './tree';
import { formatView, parseView, visibleRows, type Step } from './waterfall';
import { Waterfall } from './Waterfall';

const MOST_FOLDED_IN_URL = 60;

/** One trace: its summary, the waterfall, and the drawer of the span that is open. */
export function TracePage() {
  const { t } = useTranslation('traces');
  const traceId = useParams({ strict: false }).traceId ?? '';
  const url = useUrlState();
  const query = useQuery({
    queryKey: ['trace', traceId],
    queryFn: ({ signal }) => fetchTrace(traceId, signal),
    placeholderData: keepPreviousData,
    // Late spans may still arrive; nothing else changes a trace.
    staleTime: 15_000,
  });
  const trace = query.data ?? null;
  const foldedText = url.get('folded');
  const find = url.get('find') ?? '';
  const viewText = url.get('view');
  const folded = useMemo<ReadonlySet<string>>(
    () => new Set((foldedText ?? '').split('.').filter((id) => id !== '')),
    [foldedText],
  );
  const view = useMemo(() => parseView(viewText), [viewText]);
  const rows = useMemo(
    () => (trace === null ? { spans: [], matches: 0 } : visibleRows(trace, folded, find)),
    [trace, folded, find],
  );
  const path = useMemo(() => (trace === null ? [] : criticalPath(trace.spans)), [trace]);
  const selected = url.get('span');
  const open = trace?.spans.find((span) => span.id === selected);
  const at = rows.spans.findIndex((span) => span.id === selected);

  const change = useCallback(
    (step: Step) => {
      const ids = step.folded === undefined ? undefined : [...step.folded].slice(0, MOST_FOLDED_IN_URL);
      const patch = {
        ...(step.open === undefined ? {} : { span: step.open }),
        ...(ids === undefined ? {} : { folded: ids.join('.') }),
        ...(step.view === undefined ? {} : { view: formatView(step.view) }),
      };
      if (Object.keys(patch).length > 0) url.set(patch, { replace: true });
    },
    [url],
  );
  const select = (index: number): (() => void) | undefined => {
    const target = rows.spans[index];
    return target === undefined ? undefined : () => change({ open: target.id });
  };
  const empty = query.data === null && (
    <EmptyState action={<HrefLink href="/traces">{t('backToSearch')}</HrefLink>}>
      {t('unknownTrace', { id: traceId })}
    </EmptyState>
  );
  return (
    <div className={`mw-page ${styles.tracePage}`} data-drawer={open === undefined ? undefined : true}>
      {trace !== null && <TraceHeader trace={trace} />}
      <Panel label={t('waterfall')} query={query} empty={empty} flush className={styles.waterfallPanel}>
        {trace !== null && (
          <Waterfall
            trace={trace}
            rows={rows}
            path={path}
            folded={folded}
            find={find}
            view={view}
            selected={selected}
            onChange={change}
            onFind={(text) => url.set({ find: text }, { replace: true })}
          />
        )}
      </Panel>
      {trace !== null && open !== undefined && (
        <SpanDrawer
          trace={trace}
          span={open}
          onClose={() => url.set({ span: undefined }, { replace: true })}
          onPrevious={at > 0 ? select(at - 1) : undefined}
          onNext={select(at + 1)}
        />
      )}
    </div>
  );
}
