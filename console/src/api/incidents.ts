/** Incidents: `/api/incidents`. */
import { apiGet, apiPost } from './client';
import { boolean, type Decoded, defaulted, list, nullable, number, object, oneOf, record, string, time, unknown } from './decode';

export const INCIDENT_STATES = ['triggered', 'acknowledged', 'resolved'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

const TIMELINE_KINDS = [
  'opened',
  'alert_firing',
  'alert_resolved',
  'notification',
  'acknowledged',
  'note',
  'resolved',
  'reopened',
  'clock_warning',
  'breach',
  'other',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

const summaryFields = {
  id: string,
  number,
  title: string,
  priority: oneOf(['P0', 'P1', 'P2', 'P3']),
  state: oneOf(INCIDENT_STATES),
  openedAt: time,
  acknowledgedAt: nullable(time),
  acknowledgedBy: nullable(string),
  resolvedAt: nullable(time),
  responseDue: time,
  resolutionDue: time,
  responseBreached: defaulted(boolean, false),
  resolutionBreached: defaulted(boolean, false),
  alertNames: defaulted(list(string), []),
  alertCount: defaulted(number, 0),
  source: oneOf(['alert', 'manual'], 'alert'),
};

export const incidentSummary = object(summaryFields);
export type IncidentSummary = Decoded<typeof incidentSummary>;

export const links = defaulted(
  object({ metric: nullable(string), logs: nullable(string), traces: nullable(string) }),
  { metric: null, logs: null, traces: null },
);
export type SignalLinks = Decoded<typeof links>;

const incidentAlert = object({
  fingerprint: string,
  name: string,
  labels: defaulted(record(string), {}),
  annotations: defaulted(record(string), {}),
  startsAt: time,
  endsAt: nullable(time),
  state: oneOf(['firing', 'resolved']),
  expr: defaulted(string, ''),
  links,
});
export type IncidentAlert = Decoded<typeof incidentAlert>;

const timelineEntry = object({
  at: time,
  kind: oneOf(TIMELINE_KINDS, 'other'),
  by: defaulted(string, 'system'),
  text: object({ zh: string, en: string }),
  data: defaulted(record(unknown), {}),
});
export type TimelineEntry = Decoded<typeof timelineEntry>;

const incidentDetail = object({ ...summaryFields, alerts: list(incidentAlert), timeline: list(timelineEntry) });
export type IncidentDetail = Decoded<typeof incidentDetail>;

/** More than this are not listed; the oldest fall off. */
export const MOST_INCIDENTS = 200;

export type IncidentFilter = 'open' | 'resolved' | 'all';

export async function fetchIncidents(state: IncidentFilter, signal?: AbortSignal): Promise<IncidentSummary[]> {
  const params = { state, limit: MOST_INCIDENTS };
  return (await apiGet('/api/incidents', object({ incidents: list(incidentSummary) }), { params, signal })).incidents;
}

export function fetchIncident(id: string, signal?: AbortSignal): Promise<IncidentDetail> {
  return apiGet(pathOf(id), incidentDetail, { signal });
}

export interface NewIncident {
  readonly title: string;
  readonly priority: IncidentSummary['priority'];
  readonly note?: string | undefined;
  readonly by?: string | undefined;
}

export const createIncident = (incident: NewIncident): Promise<IncidentDetail> =>
  apiPost('/api/incidents', incident, incidentDetail);

export const acknowledgeIncident = (id: string, by: string): Promise<IncidentDetail> =>
  apiPost(`${pathOf(id)}/acknowledge`, { by }, incidentDetail);

export const resolveIncident = (id: string, by: string, note?: string): Promise<IncidentDetail> =>
  apiPost(`${pathOf(id)}/resolve`, note === undefined || note === '' ? { by } : { by, note }, incidentDetail);

export const addNote = (id: string, by: string, text: string): Promise<IncidentDetail> =>
  apiPost(`${pathOf(id)}/notes`, { by, text }, incidentDetail);

const pathOf = (id: string): string => `/api/incidents/${encodeURIComponent(id)}`;
