import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { beginChecklist, type Checklist, type ChecklistItem, exportUrl, fetchChecklists } from '@/api/checklists';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { useAction } from '@/app/useAction';
import { useLocale } from '@/i18n/locale';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { AbsoluteTime, RelativeTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';
import { ItemDrawer } from './ItemDrawer';
import { PastRuns } from './PastRuns';
import { itemLevel, listTitle, itemTitle } from './words';

/** Checklists that tick themselves; an item opens with its evidence and can be signed. */
export function ChecklistsPage() {
  const { t } = useTranslation('checklists');
  const url = useUrlState();
  const { refreshSeconds } = useTimeRange();
  const query = useQuery({
    queryKey: ['checklists'],
    queryFn: ({ signal }) => fetchChecklists(signal),
    refetchInterval: refreshSeconds > 0 ? refreshSeconds * 1000 : false,
  });
  const lists = query.data ?? [];
  const [listName, itemId] = (url.get('item') ?? '').split('/');
  const open = lists.find(({ name }) => name === listName)?.current;
  const item = open?.items.find(({ id }) => id === itemId);
  return (
    <div className="mw-page mw-stack">
      <div className="mw-row">
        <span className="mw-muted">{t('intro')}</span>
        <span className="mw-grow" />
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" leftSection={<IconDownload size={14} />}>
              {t('export')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item component="a" href={exportUrl('md')} download>
              Markdown
            </Menu.Item>
            <Menu.Item component="a" href={exportUrl('csv')} download>
              CSV
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {query.data === undefined ? (
        <Panel label={t('title')} query={query}>
          <span />
        </Panel>
      ) : (
        lists.map((list) => <List key={list.name} list={list} onOpen={(id) => url.set({ item: `${list.name}/${id}` })} />)
      )}
      {open !== null && open !== undefined && item !== undefined && (
        <ItemDrawer run={open} item={item} onClose={() => url.set({ item: undefined })} />
      )}
    </div>
  );
}

interface ListProps {
  readonly list: Checklist;
  readonly onOpen: (item: string) => void;
}

function List({ list, onOpen }: ListProps) {
  const { t } = useTranslation('checklists');
  const locale = useLocale();
  const begin = useAction(() => beginChecklist(list.name), ['checklists']);
  const run = list.current;
  const start = (
    <Button variant="default" size="compact-sm" loading={begin.pending} onClick={() => void begin.run(undefined)}>
      {t('begin')}
    </Button>
  );
  const all = run !== null && run.done === run.total;
  return (
    <Panel
      flush
      title={
        <span className="mw-row">
          {listTitle(list, locale)}
          {run !== null && (
            <Badge level={all ? 'ok' : run.overdue ? 'critical' : 'info'} icon={all || run.overdue}>
              {run.done}/{run.total}
              {run.overdue && ` ${t('overdue')}`}
            </Badge>
          )}
        </span>
      }
      hint={
        <>
          {list.owner}
          {list.nextAt !== null && (
            <>
              {' · '}
              {t('next')} <AbsoluteTime ms={list.nextAt} />
            </>
          )}
        </>
      }
      actions={start}
      empty={run === null && <EmptyState action={start}>{t('never')}</EmptyState>}
    >
      <table className="mw-table">
        <tbody>
          {run?.items.map((item) => (
            <Row key={item.id} item={item} onOpen={() => onOpen(item.id)} />
          ))}
        </tbody>
      </table>
      {list.past.length > 0 && <PastRuns past={list.past} />}
    </Panel>
  );
}

function Row({ item, onOpen }: { readonly item: ChecklistItem; readonly onOpen: () => void }) {
  const { t } = useTranslation('checklists');
  const locale = useLocale();
  return (
    <tr data-opens onClick={onOpen}>
      <td style={{ width: 96 }}>
        <Badge level={itemLevel(item.state)} icon>
          {t(`state.${item.state}`)}
        </Badge>
      </td>
      <td style={{ overflowWrap: 'anywhere' }}>
        <button
          type="button"
          className="mw-plain-button mw-strong"
          onClick={(event) => {
            event.stopPropagation();
            onOpen();
          }}
        >
          {itemTitle(item, locale)}
        </button>
        <div className="mw-muted">{item.state === 'signed' ? `${item.by} ${item.note}` : item.result}</div>
      </td>
      <td className="mw-right mw-muted">{item.at !== null && <RelativeTime ms={item.at} />}</td>
    </tr>
  );
}
