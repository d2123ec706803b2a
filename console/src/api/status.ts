/** The server about itself: version, engines, what was recovered, and the two counts of the navigation. */
import { apiGet } from './client';
import { boolean, type Decoded, defaulted, list, nullable, number, object, record, string, time } from './decode';

const status = object({
  version: string,
  startedAt: time,
  now: time,
  demo: defaulted(boolean, false),
  timeZone: defaulted(string, ''),
  mallUrl: nullable(string),
  engines: defaulted(record(string), {}),
  recovered: defaulted(list(string), []),
  counts: object({ firingAlerts: number, openIncidents: number }),
});
export type ServerStatus = Decoded<typeof status>;

const session = object({ user: nullable(string), authRequired: defaulted(boolean, false) });
export type Session = Decoded<typeof session>;

export const fetchStatus = (signal?: AbortSignal): Promise<ServerStatus> => apiGet('/api/status', status, { signal });
export const fetchSession = (signal?: AbortSignal): Promise<Session> => apiGet('/api/session', session, { signal });
