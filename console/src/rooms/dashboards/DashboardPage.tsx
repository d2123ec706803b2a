import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readStored } from '@/api/dashboards';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { ErrorState, SkeletonRows } from '@/ui/states';
import { DashboardHead } from './DashboardHead';
import './dashboards.css';
import { addPanel, copyPanel, emptyDashboard, panelJson, removePanel, replacePanel } from './edit/change';
import { JsonView } from './edit/JsonView';
import { PanelEditor } from './edit/PanelEditor';
import { Drawer } from '@/ui/Drawer';
import { readDashboard } from './model/dashboard';
import type { Scope } from './model/interpolate';
import { tree, type Tree } from './model/json';
import { laidOut } from './model/layout';
import { Sections } from './Sections';
import { useAnnotations } from './useAnnotations';
import { useVariables } from './useVariables';
import { VariablesBar } from './VariablesBar';

/** One dashboard: its variables, its panels, and what is changed of it before it is saved. */
export function DashboardPage() {
  const { uid = '' } = useParams({ strict: false });
  const { t } = useTranslation('dashboards');
  const fresh = uid === 'new';
  const stored = useQuery({ queryKey: ['dashboards', uid], queryFn: ({ signal }) => readStored(uid, signal), enabled: !fresh, staleTime: 60_000 });
  if (stored.error !== null && stored.data === undefined) {
    return (
      <div className="mw-page">
        <ErrorState error={stored.error} onRetry={() => void stored.refetch()} />
      </div>
    );
  }
  if (!fresh && stored.data === undefined) return <div className="mw-page"><SkeletonRows rows={6} height={60} /></div>;
  const json = fresh ? emptyDashboard(t('newTitle')) : tree(stored.data?.dashboard);
  return <Loaded key={`${uid}-${stored.data?.meta.version ?? 0}`} uid={uid} stored={json} locked={stored.data?.meta.provisioned ?? false} />;
}

type LoadedProps = { uid: string; stored: Tree; locked: boolean };

function Loaded({ uid, stored, locked }: LoadedProps) {
  const { t } = useTranslation('dashboards');
  const url = useUrlState();
  const range = useTimeRange();
  const [draft, setDraft] = useState<Tree | null>(null);
  const json = draft ?? stored;
  const dashboard = useMemo(() => readDashboard(json), [json]);
  const variables = useVariables(dashboard, range);
  const scope = useMemo((): Scope => ({ variables: variables.data?.variables ?? new Map(), words: { __dashboard: dashboard.title } }), [variables.data, dashboard.title]);
  const sections = useMemo(() => laidOut(dashboard, scope), [dashboard, scope]);
  const annotations = useAnnotations(dashboard, scope, range);
  useOwnTime(dashboard.time);
  const editId = url.get('edit');
  const edited = editId === undefined || editId === 'json' ? null : panelJson(json, Number(editId));
  const close = (): void => url.set({ edit: undefined });
  return (
    <div className="mw-page mw-stack">
      <DashboardHead
        uid={uid}
        dashboard={dashboard}
        locked={locked}
        changed={draft !== null}
        onDiscard={() => setDraft(null)}
        onAdd={() => {
          const added = addPanel(json, t('panel.newTitle'));
          setDraft(added.dashboard);
          url.set({ edit: String(added.id) });
        }}
      />
      {variables.data !== undefined && <VariablesBar resolved={variables.data} />}
      {(variables.data !== undefined || dashboard.variables.length === 0) && (
        <Sections
          sections={sections}
          scope={scope}
          range={range}
          annotations={annotations}
          editing={draft !== null || editId !== undefined}
          onRemove={(id) => setDraft(removePanel(json, id))}
          onCopy={(id) => setDraft(copyPanel(json, id))}
        />
      )}
      {edited !== null && <PanelEditor key={editId} json={edited} onClose={close} onApply={(panel) => setDraft(replacePanel(json, Number(editId), panel))} />}
      {editId === 'json' && (
        <Drawer title={t('head.json')} onClose={close}>
          <JsonView json={json} onApply={setDraft} />
        </Drawer>
      )}
    </div>
  );
}

/** A dashboard opened without a range opens with its own. */
function useOwnTime(time: { readonly from: string; readonly to: string } | undefined): void {
  const url = useUrlState();
  const given = url.get('from') !== undefined;
  useEffect(() => {
    if (!given && time !== undefined) url.set({ from: time.from, to: time.to }, { replace: true });
    // Once, when the page opens: a range that is cleared afterwards stays cleared.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
}
