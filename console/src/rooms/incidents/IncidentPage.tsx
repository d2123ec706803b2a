import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { fetchNotifications } from '@/api/alerts';
import { ApiError } from '@/api/errors';
import { fetchIncident, type IncidentAlert } from '@/api/incidents';
import { SignalLinks } from '@/app/SignalLinks';
import { useTimeRange } from '@/app/timeRange';
import { Badge } from '@/ui/LevelBadge';
import { Ledger } from '@/app/Ledger';
import { levelOf } from '@/ui/levels';
import { Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/RelativeTime';
import { EmptyState, Skeleton, SkeletonRows } from '@/ui/states';
import { IncidentHead } from './IncidentHead';
import './incidents.css';
import { NoteBox } from './NoteBox';
import { Timeline } from './Timeline';

export function IncidentPage() {
  const { t } = useTranslation('incidents');
  const { id = '' } = useParams({ strict: false });
  const { refreshSeconds } = useTimeRange();
  const refetchInterval = refreshSeconds > 0 ? refreshSeconds * 1000 : (false as const);
  const query = useQuery({
    queryKey: ['incident', id],
    queryFn: ({ signal }) => fetchIncident(id, signal),
    refetchInterval,
  });
  const told = useQuery({
    queryKey: ['notifications', 'incident', id],
    queryFn: ({ signal }) => fetchNotifications({ incident: id, limit: 100 }, signal),
    refetchInterval,
  });
  const incident = query.data;

  if (query.error instanceof ApiError && query.error.status === 404) {
    return (
      <div className="mw-page">
        <Panel label={id}>
          <EmptyState action={<Link to="/incidents">{t('back')}</Link>}>{t('missing', { id })}</EmptyState>
        </Panel>
      </div>
    );
  }
  return (
    <div className="mw-page">
      <div className="mw-incident">
        <Panel className="mw-incident-head" label={id} query={query} skeleton={<Skeleton height={64} />}>
          {incident !== undefined && <IncidentHead incident={incident} />}
        </Panel>
        <Panel title={t('timeline')} query={query} skeleton={<SkeletonRows rows={6} height={32} />}>
          {incident !== undefined && (
            <>
              <Timeline entries={incident.timeline} />
              <NoteBox id={incident.id} />
            </>
          )}
        </Panel>
        <div className="mw-side">
          <Panel
            title={t('alerts')}
            query={query}
            skeleton={<SkeletonRows rows={3} />}
            empty={incident?.alerts.length === 0 && <EmptyState>{t('noAlerts')}</EmptyState>}
          >
            {incident?.alerts.map((alert) => (
              <RelatedAlert key={`${alert.fingerprint}:${alert.startsAt}`} alert={alert} />
            ))}
          </Panel>
          <Panel title={t('notifications')} query={told} skeleton={<SkeletonRows rows={3} />}>
            <Ledger notifications={told.data ?? []} compact />
          </Panel>
        </div>
      </div>
    </div>
  );
}

function RelatedAlert({ alert }: { readonly alert: IncidentAlert }) {
  const { t } = useTranslation('alerts');
  const firing = alert.state === 'firing';
  const summary = alert.annotations['summary'] ?? alert.annotations['description'] ?? '';
  return (
    <div className="mw-related">
      <div className="mw-row">
        <Link to="/alerts" search={{ alert: alert.fingerprint }} className="mw-strong mw-clip">
          {alert.name}
        </Link>
        <Badge level={firing ? levelOf(alert.labels['severity'] ?? alert.labels['level']) : 'ok'} icon>
          {t(`state.${alert.state}`)}
        </Badge>
        <span className="mw-grow" />
        <span className="mw-muted">
          <RelativeTime ms={alert.endsAt ?? alert.startsAt} />
        </span>
      </div>
      {summary !== '' && <div>{summary}</div>}
      <SignalLinks links={alert.links} />
    </div>
  );
}
