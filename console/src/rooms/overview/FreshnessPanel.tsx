import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Freshness, Overview } from '@/api/overview';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatDuration } from '@/lib/format';
import { formatTime } from '@/lib/time';
import type { Level } from '@/ui/levels';
import { levelColor, levelTextColor } from '@/ui/levels';
import { Panel } from '@/ui/Panel';
import { EmptyState, SkeletonRows } from '@/ui/states';

export interface FreshnessPanelProps {
  readonly query: UseQueryResult<Overview>;
}

const LEVEL_OF: Record<Freshness['state'], Level> = { fresh: 'ok', late: 'warning', silent: 'critical' };
const URGENCY: Record<Freshness['state'], number> = { silent: 0, late: 1, fresh: 2 };

/** Whether the page can be trusted: when each source was last heard, the silent ones first. */
export function FreshnessPanel({ query }: FreshnessPanelProps) {
  const { t } = useTranslation('overview');
  const sources = (query.data?.freshness ?? []).toSorted((a, b) => URGENCY[a.state] - URGENCY[b.state]);
  return (
    <Panel
      className="mw-span-5"
      title={t('freshness.title')}
      query={query}
      skeleton={<SkeletonRows rows={3} />}
      empty={sources.length === 0 && <EmptyState>{t('freshness.empty')}</EmptyState>}
    >
      <div className="mw-sources" role="list">
        {sources.map((source) => (
          <Source key={`${source.kind}:${source.source}`} source={source} />
        ))}
      </div>
    </Panel>
  );
}

function Source({ source }: { readonly source: Freshness }) {
  const { t } = useTranslation('overview');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const level = LEVEL_OF[source.state];
  const age = source.ageSeconds === null ? t('freshness.never') : formatDuration(Math.round(source.ageSeconds));
  const last = source.lastSeen === null ? t('freshness.never') : formatTime(source.lastSeen, locale, timeZone);
  return (
    <span className="mw-source" role="listitem" title={`${t(`freshness.kind.${source.kind}`)} · ${t(`freshness.state.${source.state}`)} · ${last}`}>
      <span className="mw-dot" data-hollow={source.state === 'silent' || undefined} style={{ background: levelColor(level) }} />
      <span className="mw-clip mw-grow">
        {source.source} <span style={{ color: 'var(--mw-muted)' }}>{t(`freshness.kind.${source.kind}`)}</span>
      </span>
      <span style={{ color: source.state === 'fresh' ? 'var(--mw-muted)' : levelTextColor(level) }}>
        {age}
        {source.state !== 'fresh' && ` · ${t(`freshness.state.${source.state}`)}`}
      </span>
    </span>
  );
}
