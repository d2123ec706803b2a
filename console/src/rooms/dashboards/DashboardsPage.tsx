import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { searchDashboards, type FoundDashboard } from '@/api/dashboards';
import { HrefLink, useGoTo } from '@/app/HrefLink';
import { useUrlState } from '@/app/urlState';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import './dashboards.css';
import { ImportDrawer } from './edit/ImportDrawer';

/** All dashboards by folder, with a search over titles and tags. */
export function DashboardsPage() {
  const { t } = useTranslation('dashboards');
  const url = useUrlState();
  const goTo = useGoTo();
  const query = useQuery({ queryKey: ['dashboards'], queryFn: ({ signal }) => searchDashboards(signal) });
  const find = url.get('find') ?? '';
  const tag = url.get('tag');
  const found = useMemo(() => matching(query.data ?? [], find, tag), [query.data, find, tag]);
  const folders = useMemo(() => byFolder(found), [found]);
  const importing = url.get('import') !== undefined;
  return (
    <div className="mw-page mw-stack">
      <div className="mw-row">
        <TextInput aria-label={t('list.find')} placeholder={t('list.find')} value={find} onChange={(event) => url.set({ find: event.currentTarget.value }, { replace: true })} className="mw-grow" />
        {tag !== undefined && (
          <Button variant="light" onClick={() => url.set({ tag: undefined })}>
            {tag} ×
          </Button>
        )}
        <Button variant="default" onClick={() => url.set({ import: '1' })}>
          {t('import.title')}
        </Button>
        <Button onClick={() => goTo('/dashboards/new')}>{t('list.new')}</Button>
      </div>
      <Panel
        title={t('list.count', { count: found.length })}
        query={query}
        flush
        empty={query.data !== undefined && found.length === 0 && <EmptyState action={<Button onClick={() => url.set({ import: '1' })}>{t('import.title')}</Button>}>{t(query.data.length === 0 ? 'list.none' : 'list.noMatch')}</EmptyState>}
      >
        {folders.map(([folder, dashboards]) => (
          <section key={folder}>
            {folder !== '' && <h3 className="mw-dash-folder">{folder}</h3>}
            <ul className="mw-dash-list">
              {dashboards.map(({ uid, title, tags }) => (
                <li key={uid}>
                  <HrefLink href={`/dashboards/${encodeURIComponent(uid)}`}>{title}</HrefLink>
                  <span className="mw-grow" />
                  {tags.map((one) => (
                    <button key={one} type="button" className="mw-dash-tag" onClick={() => url.set({ tag: one })}>
                      {one}
                    </button>
                  ))}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </Panel>
      {importing && <ImportDrawer onClose={() => url.set({ import: undefined })} />}
    </div>
  );
}

function matching(all: readonly FoundDashboard[], find: string, tag: string | undefined): FoundDashboard[] {
  const words = find.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return all.filter(({ title, tags }) => (tag === undefined || tags.includes(tag)) && words.every((word) => `${title} ${tags.join(' ')}`.toLowerCase().includes(word)));
}

function byFolder(found: readonly FoundDashboard[]): [string, FoundDashboard[]][] {
  const folders = new Map<string, FoundDashboard[]>();
  for (const one of found) folders.set(one.folderTitle, [...(folders.get(one.folderTitle) ?? []), one]);
  return [...folders].sort(([a], [b]) => a.localeCompare(b));
}
