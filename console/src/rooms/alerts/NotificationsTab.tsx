import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fetchNotifications } from '@/api/alerts';
import { Ledger } from '@/app/Ledger';
import { Panel } from '@/ui/Panel';
import { useRefetchInterval } from './useAlerts';

const MOST = 200;

export function NotificationsTab() {
  const { t } = useTranslation('alerts');
  const query = useQuery({
    queryKey: ['notifications', 'all'],
    queryFn: ({ signal }) => fetchNotifications({ limit: MOST }, signal),
    refetchInterval: useRefetchInterval(),
  });
  const full = (query.data?.length ?? 0) >= MOST;
  return (
    <Panel label={t('tab.notifications')} flush query={query} partial={full ? t('ledger.most', { count: MOST }) : null}>
      <Ledger notifications={query.data ?? []} />
    </Panel>
  );
}
