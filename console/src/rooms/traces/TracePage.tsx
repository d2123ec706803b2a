import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { useUrlState } from '@/app/urlState';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { fetchTrace } from './api';
import { FlameGraph } from './FlameGraph';
import { formatFolding, parseFolding } from './folding';
import { SpanDrawer } from './SpanDrawer';
import { SpanTable } from './SpanTable';
import { COLUMNS, GROUPS } from './statistics';
import { TraceHeader } from './TraceHeader';
import styles from './trace.module.css';
import { criticalPath } from './tree';
import { formatView, parseView, visibleRows, type Step } from './waterfall';
import { Waterfall } from './Waterfall';

const VIEWS = ['waterfall', 'flame', 'table'] as const;

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
  const [levelsText, foldedText, viewText] = [url.get('levels'), url.get('folded'), url.get('view')];
  const find = url.get('find') ?? '';
  const as = VIEWS.find((one) => one === url.get('as')) ?? 'waterfall';
  const critical = url.get('critical') === 'true';
  const folding = useMemo(() => parseFolding(levelsText, foldedText), [levelsText, foldedText]);
  const view = useMemo(() => parseView(viewText), [viewText]);
  const path = useMemo(() => (trace === null ? [] : criticalPath(trace.spans)), [trace]);
  const only = useMemo(() => (critical ? new Set(path.map(({ index }) => index)) : null), [critical, path]);
  const rows = useMemo(
    () => (trace === null ? { spans: [], hits: null } : visibleRows(trace, folding, find, only)),
    [trace, folding, find, only],
  );
  const selected = url.get('span');
  const open = trace?.spans.find((span) => span.id === selected);
  const at = rows.spans.findIndex((span) => span.id === selected);

  const change = useCallback(
    (step: Step) => {
      const patch = {
        ...(step.open === undefined ? {} : { span: step.open }),
        ...(step.folding === undefined ? {} : formatFolding(step.folding)),
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
      {trace !== null && (
        <TraceHeader
          trace={trace}
          path={path}
          onOpen={(id) => change({ open: id })}
          actions={
            <SegmentedControl
              aria-label={t('traceViews')}
              value={as}
              onChange={(value) => url.set({ as: value === 'waterfall' ? undefined : value })}
              data={VIEWS.map((value) => ({ value, label: t(`as.${value}`) }))}
            />
          }
        />
      )}
      <Panel label={t(`as.${as}`)} query={query} empty={empty} flush className={styles.waterfallPanel}>
        {trace !== null && as === 'waterfall' && (
          <Waterfall
            trace={trace}
            rows={rows}
            path={path}
            folding={folding}
            find={find}
            critical={critical}
            view={view}
            selected={selected}
            onChange={change}
            onFind={(text) => url.set({ find: text }, { replace: true })}
            onCritical={(on) => url.set({ critical: on ? 'true' : undefined }, { replace: true })}
          />
        )}
        {trace !== null && as === 'flame' && (
          <FlameGraph
            trace={trace}
            find={find}
            zoom={Number(url.get('frame')) || 0}
            onZoom={(at) => url.set({ frame: at === 0 ? undefined : String(at) })}
            onOpen={(id) => change({ open: id })}
          />
        )}
        {trace !== null && as === 'table' && (
          <SpanTable
            trace={trace}
            group={GROUPS.find((one) => one === url.get('group')) ?? 'operation'}
            column={COLUMNS.find((one) => one === url.get('by')) ?? 'self'}
            onGroup={(group) => url.set({ group: group === 'operation' ? undefined : group }, { replace: true })}
            onColumn={(by) => url.set({ by: by === 'self' ? undefined : by }, { replace: true })}
            onOpen={(id) => change({ open: id })}
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
