import { RowDrawer } from '@/rooms/logs/drawer/RowDrawer';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import type { Question } from './api';
import { AskLine } from './AskLine';
import { EntryTable, type EntryColumn } from './EntryTable';
import { Pager } from './Pager';
import { useFound } from './useFound';

type FoundViewProps = {
  view: LogUrl;
  question: Question;
  category: string;
  columns: readonly EntryColumn[];
  title: (total: number) => string;
  /** Why nothing is here, and what would fill it. */
  none: string;
};

/** One of the mall's questions: whose and which, the lines page by page, and the drawer of one. */
export function FoundView({ view, question, category, columns, title, none }: FoundViewProps) {
  const { query, period } = useFound(question, view);
  const rows = query.data?.entries ?? [];
  const total = query.data?.total ?? 0;
  return (
    <>
      <AskLine view={view} period={period} category={category} />
      <Panel
        title={title(total)}
        query={query}
        flush
        actions={<Pager page={view.page} total={total} onPage={(page) => view.set({ page })} />}
        empty={query.data !== undefined && rows.length === 0 && <EmptyState>{none}</EmptyState>}
      >
        <EntryTable rows={rows} columns={columns} selected={view.row} onOpen={(row) => view.set({ row })} />
      </Panel>
      {view.row !== undefined && <RowDrawer key={view.row} view={view} rows={rows} />}
    </>
  );
}
