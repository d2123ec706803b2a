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
  'unacknowledged',
  'priority',
  'assigned',
  'responder',
  'snoozed',
  'merged',
  'flapping',
  'storm',
  'escalated',
  'mark',
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
  assignee: nullable(string),
  responders: defaulted(list(string), []),
  snoozedUntil: nullable(time),
  mergedInto: nullable(string),
  flapping: defaulted(boolean, false),
  /** Yuan, when what it costs is known. */
  lost: nullable(number),
  lostPerMinute: nullable(number),
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

/** What else people do with one: the verb is the last part of its path. */
export type IncidentChange =
  | { readonly verb: 'assign'; readonly to?: string }
  | { readonly verb: 'responders'; readonly name: string }
  | { readonly verb: 'snooze'; readonly minutes: number }
  | { readonly verb: 'priority'; readonly priority: IncidentSummary['priority'] }
  | { readonly verb: 'merge'; readonly into: string }
  | { readonly verb: 'reopen' };

export const changeIncident = (id: string, by: string, { verb, ...body }: IncidentChange): Promise<IncidentDetail> =>
  apiPost(`${pathOf(id)}/${verb}`, { by, ...body }, incidentDetail);

/** Files of an incident, to be followed as links. */
export const postmortemUrl = (id: string, lang: 'zh' | 'en'): string => `${pathOf(id)}/postmortem?lang=${lang}`;
export const bundleUrl = (id: string): string => `${pathOf(id)}/bundle`;

const figures = object({
  incidents: number,
  acknowledged: number,
  resolved: number,
  meanSecondsToAcknowledge: nullable(number),
  meanSecondsToResolve: nullable(number),
  responseBreaches: number,
  resolutionBreaches: number,
});
export type IncidentFigures = Decoded<typeof figures>;

const incidentReport = object({
  from: time,
  until: time,
  all: figures,
  byPriority: record(figures),
  byService: record(figures),
  rules: list(object({ rule: string, incidents: number, neverAcknowledged: number, shortLived: number, reopened: number })),
});
export type IncidentReport = Decoded<typeof incidentReport>;

export const fetchIncidentReport = (from: number, until: number, signal?: AbortSignal): Promise<IncidentReport> =>
  apiGet('/api/incidents/report', incidentReport, { params: { from, until }, signal });

const pathOf = (id: string): string => `/api/incidents/${encodeURIComponent(id)}`;
