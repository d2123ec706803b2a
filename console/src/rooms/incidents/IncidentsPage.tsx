import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { fetchIncidents, type IncidentFilter, type IncidentSummary, MOST_INCIDENTS } from '@/api/incidents';
import { useGoTo } from '@/app/HrefLink';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { useLocale } from '@/i18n/locale';
import { formatYuan } from '@/lib/format';
import { Clock } from '@/ui/Clock';
import { Badge, PriorityBadge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';
import { byUrgency, clocks, stateLevel } from './incident';
import { IncidentForm } from './IncidentForm';
import './incidents.css';
import { ReportView } from './ReportView';

const FILTERS = ['open', 'resolved', 'all'] as const;
const TABS = [...FILTERS, 'report'] as const;

export function IncidentsPage() {
  const { t } = useTranslation('incidents');
  const url = useUrlState();
  const { refreshSeconds } = useTimeRange();
  const tab = TABS.find((one) => one === url.get('state')) ?? 'open';
  const filter: IncidentFilter = FILTERS.find((one) => one === url.get('state')) ?? 'open';
  const query = useQuery({
    queryKey: ['incidents', filter],
    queryFn: ({ signal }) => fetchIncidents(filter, signal),
    refetchInterval: refreshSeconds > 0 ? refreshSeconds * 1000 : false,
    placeholderData: keepPreviousData,
  });
  const incidents = (query.data ?? []).toSorted(byUrgency);
  const create = () => url.set({ create: '1' });
  return (
    <div className="mw-page">
      <div className="mw-bar">
        <SegmentedControl
          value={tab}
          onChange={(next) => url.set({ state: next === 'open' ? undefined : next })}
          data={TABS.map((value) => ({ value, label: t(`filter.${value}`) }))}
        />
        <span className="mw-grow" />
        <Button variant="default" leftSection={<IconPlus size={14} />} onClick={create}>
          {t('create')}
        </Button>
      </div>
      {tab === 'report' ? <ReportView /> : (
        <Panel
          label={t(`filter.${filter}`)}
          flush
          query={query}
          partial={incidents.length >= MOST_INCIDENTS ? t('most', { count: MOST_INCIDENTS }) : null}
          empty={
            incidents.length === 0 && (
              <EmptyState
                action={
                  <Button variant="default" onClick={create}>
                    {t('create')}
                  </Button>
                }
              >
                {t(`empty.${filter}`)}
              </EmptyState>
            )
          }
        >
          <IncidentTable incidents={incidents} />
          <div className="mw-incident-rows">
            {incidents.map((incident) => (
              <IncidentCard key={incident.id} incident={incident} />
            ))}
          </div>
        </Panel>
      )}
      {url.get('create') !== undefined && <IncidentForm onClose={() => url.set({ create: undefined })} />}
    </div>
  );
}

function IncidentTable({ incidents }: { readonly incidents: readonly IncidentSummary[] }) {
  const { t } = useTranslation('incidents');
  const goTo = useGoTo();
  return (
    <table className="mw-table mw-incident-table">
      <thead>
        <tr>
          <th>{t('column.priority')}</th>
          <th>{t('column.title')}</th>
          <th>{t('column.state')}</th>
          <th>{t('column.response')}</th>
          <th>{t('column.resolution')}</th>
          <th className="mw-right">{t('column.lost')}</th>
          <th className="mw-right">{t('column.alerts')}</th>
          <th className="mw-right">{t('column.opened')}</th>
        </tr>
      </thead>
      <tbody>
        {incidents.map((incident) => {
          const { response, resolution } = clocks(incident);
          return (
            <tr key={incident.id} data-opens onClick={() => goTo(`/incidents/${incident.id}`)} style={{ height: 36 }}>
              <td>
                <PriorityBadge priority={incident.priority} />
              </td>
              <td>
                <Link
                  to="/incidents/$id"
                  params={{ id: incident.id }}
                  className="mw-strong"
                  onClick={(event) => event.stopPropagation()}
                >
                  {incident.title}
                </Link>
                <span className="mw-muted">&nbsp; {incident.id}</span>
              </td>
              <td>
                <StateBadge incident={incident} />
              </td>
              <td>
                <Clock name="" {...response} />
              </td>
              <td>
                <Clock name="" {...resolution} />
              </td>
              <td className="mw-right">
                <Lost incident={incident} />
              </td>
              <td className="mw-right" title={incident.alertNames.join(', ')}>
                {incident.alertCount}
              </td>
              <td className="mw-right">
                <RelativeTime ms={incident.openedAt} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function IncidentCard({ incident }: { readonly incident: IncidentSummary }) {
  const { t } = useTranslation('incidents');
  const { response, resolution } = clocks(incident);
  return (
    <Link to="/incidents/$id" params={{ id: incident.id }} className="mw-incident-row">
      <PriorityBadge priority={incident.priority} />
      <span className="mw-strong">{incident.title}</span>
      <StateBadge incident={incident} />
      <span className="mw-row mw-wrap" style={{ gap: 12 }}>
        {incident.state === 'triggered' && <Clock name={t('response')} {...response} />}
        <Clock name={t('resolution')} {...resolution} />
        <Lost incident={incident} />
      </span>
    </Link>
  );
}

/** What it costs so far and each minute; nothing when that is not known. */
export function Lost({ incident }: { readonly incident: IncidentSummary }) {
  const { t } = useTranslation('incidents');
  const locale = useLocale();
  if (incident.lost === null) return null;
  const rate = incident.lostPerMinute ?? 0;
  return (
    <span title={t('lostHint')}>
      ≈{formatYuan(incident.lost, locale)}
      {rate > 0 && <span className="mw-muted"> · {t('perMinute', { amount: formatYuan(rate, locale) })}</span>}
    </span>
  );
}

export function StateBadge({ incident }: { readonly incident: IncidentSummary }) {
  const { t } = useTranslation('incidents');
  const who = incident.state === 'acknowledged' && incident.acknowledgedBy !== null ? ` · ${incident.acknowledgedBy}` : '';
  return (
    <Badge level={stateLevel(incident.state)} icon>
      {t(`state.${incident.state}`)}
      {who}
      {incident.flapping && ` · ${t('flapping')}`}
    </Badge>
  );
}
