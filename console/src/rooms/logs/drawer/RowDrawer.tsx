import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Drawer } from '@/ui/Drawer';
import { EmptyState, ErrorState, SkeletonRows } from '@/ui/states';
import { fetchContext, type LogRow } from '@/rooms/logs/api';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { LineDrawer } from './LineDrawer';

/** The drawer of the row in the URL; a row that is not among those loaded is fetched by its id. */
export function RowDrawer({ view, rows }: { view: LogUrl; rows: readonly LogRow[] }) {
  const { t } = useTranslation('logs');
  const id = view.row ?? '';
  const at = rows.findIndex((row) => row.id === id);
  const loaded = rows[at];
  const query = useQuery({
    queryKey: ['log-row', id],
    queryFn: ({ signal }) => fetchContext(id, 0, 'service', signal),
    enabled: loaded === undefined,
    staleTime: Infinity,
  });
  const row = loaded ?? query.data?.find((line) => line.id === id);
  const close = (): void => view.set({ row: undefined });
  const step = (by: number): (() => void) | undefined => {
    const next = at < 0 ? undefined : rows[at + by];
    return next === undefined ? undefined : () => view.set({ row: next.id });
  };
  if (row === undefined) {
    return (
      <Drawer title={t('line')} onClose={close}>
        {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {query.isPending && <SkeletonRows rows={6} />}
        {query.isSuccess && <EmptyState>{t('unknownRow')}</EmptyState>}
      </Drawer>
    );
  }
  return (
    <LineDrawer
      row={row}
      view={view}
      onClose={close}
      onPrevious={step(-1)}
      onNext={step(1)}
      onOpen={(next) => view.set({ row: next })}
    />
  );
}
