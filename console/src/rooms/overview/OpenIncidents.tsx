import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { IncidentSummary } from '@/api/incidents';
import type { Overview } from '@/api/overview';
import { useAcknowledge } from '@/app/useAcknowledge';
import { useLocale } from '@/i18n/locale';
import { formatYuan } from '@/lib/format';
import { Clock } from '@/ui/Clock';
import { PriorityBadge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/RelativeTime';
import { EmptyState, SkeletonRows } from '@/ui/states';

export interface OpenIncidentsProps {
  readonly query: UseQueryResult<Overview>;
}

const MOST_SHOWN = 5;

export function OpenIncidents({ query }: OpenIncidentsProps) {
  const { t } = useTranslation('overview');
  const incidents = query.data?.incidents ?? [];
  return (
    <Panel
      className="mw-span-6 mw-first-in-trouble"
      title={t('incidents.title')}
      flush
      query={query}
      actions={<Link to="/incidents">{t('incidents.all')}</Link>}
      skeleton={<SkeletonRows rows={3} height={28} />}
      empty={
        incidents.length === 0 && (
          <EmptyState icon={<IconCircleCheck size={20} color="var(--mw-ok)" aria-hidden />}>{t('incidents.none')}</EmptyState>
        )
      }
    >
      <div className="mw-open">
        {incidents.slice(0, MOST_SHOWN).map((incident) => (
          <IncidentRow key={incident.id} incident={incident} />
        ))}
      </div>
    </Panel>
  );
}

function IncidentRow({ incident }: { readonly incident: IncidentSummary }) {
  const { t } = useTranslation('overview');
  const locale = useLocale();
  const acknowledge = useAcknowledge(incident.id);
  const waiting = incident.state === 'triggered';
  return (
    <div className="mw-open-row">
      <PriorityBadge priority={incident.priority} />
      <Link to="/incidents/$id" params={{ id: incident.id }} className="mw-open-title mw-clip" title={incident.title}>
        {incident.title}
      </Link>
      <span className="mw-open-clock mw-row" style={{ gap: 12 }}>
        {incident.lost !== null && incident.lost > 0 && (
          <span className="mw-strong" style={{ whiteSpace: 'nowrap' }} title={t('incidents.lost')}>
            ≈{formatYuan(incident.lost, locale)}
          </span>
        )}
        {waiting ? (
          <Clock
            name={t('incidents.response')}
            startMs={incident.openedAt}
            dueMs={incident.responseDue}
            doneMs={incident.acknowledgedAt}
            breached={incident.responseBreached}
          />
        ) : (
          <>
            <span className="mw-muted">{t('incidents.acknowledged', { by: incident.acknowledgedBy ?? '' })}</span>
            <Clock
              name={t('incidents.resolution')}
              startMs={incident.openedAt}
              dueMs={incident.resolutionDue}
              doneMs={incident.resolvedAt}
              breached={incident.resolutionBreached}
            />
          </>
        )}
      </span>
      <span className="mw-open-act">
        {waiting ? (
          <Button variant="default" loading={acknowledge.pending} onClick={acknowledge.run}>
            {t('incidents.acknowledge')}
          </Button>
        ) : (
          <span className="mw-muted">
            <RelativeTime ms={incident.openedAt} />
          </span>
        )}
      </span>
    </div>
  );
}
