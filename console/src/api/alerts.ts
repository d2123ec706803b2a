/** Alerts as the rule engine has them (`/api/alerts`) and what was told about them (`/api/notifications`). */
import { apiGet } from './client';
import { boolean, type Decoded, defaulted, list, nullable, number, object, oneOf, record, string, time } from './decode';
import { links } from './incidents';

const alert = object({
  fingerprint: string,
  name: string,
  level: defaulted(string, ''),
  state: oneOf(['pending', 'firing', 'resolved']),
  silenced: defaulted(boolean, false),
  activeAt: time,
  labels: defaulted(record(string), {}),
  annotations: defaulted(record(string), {}),
  value: nullable(number),
  expr: defaulted(string, ''),
  ruleGroup: defaulted(string, ''),
  incidentId: nullable(string),
  links,
  forSeconds: defaulted(number, 0),
});
export type Alert = Decoded<typeof alert>;

export async function fetchAlerts(signal?: AbortSignal): Promise<Alert[]> {
  return (await apiGet('/api/alerts', object({ alerts: list(alert) }), { signal })).alerts;
}

const notification = object({
  id: number,
  at: time,
  channel: string,
  receiver: defaulted(string, ''),
  target: defaulted(string, ''),
  state: oneOf(['queued', 'sent', 'delivered', 'failed', 'unknown', 'suppressed']),
  attempts: defaulted(number, 0),
  error: defaulted(string, ''),
  groupKey: defaulted(string, ''),
  alertNames: defaulted(list(string), []),
  status: oneOf(['firing', 'resolved'], 'firing'),
  title: defaulted(string, ''),
});
export type Notification = Decoded<typeof notification>;

export interface NotificationFilter {
  readonly fingerprint?: string | undefined;
  readonly incident?: string | undefined;
  readonly limit?: number | undefined;
}

export async function fetchNotifications(filter: NotificationFilter, signal?: AbortSignal): Promise<Notification[]> {
  const params = { fingerprint: filter.fingerprint, incident: filter.incident, limit: filter.limit };
  const of = object({ notifications: list(notification) });
  return (await apiGet('/api/notifications', of, { params, signal })).notifications;
}
