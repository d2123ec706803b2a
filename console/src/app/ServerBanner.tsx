import { IconPlugConnectedX } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { reachability } from '@/api/reachability';
import { useLocale } from '@/i18n/locale';
import { formatRelative } from '@/lib/time';
import { useNow } from '@/ui/useNow';

/** Over every page while the server is away: how old is what is seen. The status query keeps knocking. */
export function ServerBanner() {
  const { away, lastReachedMs } = useSyncExternalStore(reachability.subscribe, reachability.state);
  if (!away) return null;
  return <Away lastReachedMs={lastReachedMs} />;
}

function Away({ lastReachedMs }: { readonly lastReachedMs: number | null }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow();
  return (
    <div className="mw-banner" role="status">
      <IconPlugConnectedX size={16} aria-hidden />
      <span>
        {lastReachedMs === null
          ? t('server.away')
          : t('server.awaySince', { age: formatRelative(lastReachedMs, now, locale) })}
      </span>
      <span className="mw-grow" />
      <span>{t('server.retrying')}…</span>
    </div>
  );
}
