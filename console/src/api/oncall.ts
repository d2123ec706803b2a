/** Who is called: `/api/oncall`. The plan is one document that is read, changed and sent back whole. */
import { apiGet, apiPost } from './client';
import { type Decoded, type Decoder, defaulted, list, nullable, number, object, oneOf, record, string, time, unknown } from './decode';

const contact = object({ kind: string, address: string, after: defaulted(number, 0), least: defaulted(string, 'P3') });
export type Contact = Decoded<typeof contact>;

const person = object({
  id: string,
  name: string,
  zone: string,
  contacts: list(contact),
  quiet: nullable(object({ from: string, until: string })),
});
export type Person = Decoded<typeof person>;

const layer = object({
  name: string,
  people: list(string),
  turn: oneOf(['hourly', 'daily', 'weekly']),
  every: number,
  handover: string,
  weekday: string,
  start: string,
  days: oneOf(['all', 'workdays', 'restdays']),
  from: string,
  until: string,
});
export type Layer = Decoded<typeof layer>;

const schedule = object({ id: string, name: string, zone: string, layers: list(layer) });
export type Schedule = Decoded<typeof schedule>;

const policy = object({
  id: string,
  name: string,
  match: record(string),
  steps: list(object({ after: number, targets: list(string) })),
  repeat: number,
  ackTimeout: number,
});
export type Policy = Decoded<typeof policy>;

const plan = object({
  people: list(person),
  teams: list(object({ id: string, name: string, members: list(string) })),
  schedules: list(schedule),
  overrides: list(unknown),
  policies: list(policy),
  calendar: object({ holidays: list(string), workdays: list(string) }),
});
export type OnCallPlan = Decoded<typeof plan>;

/** The plan as it came, beside what was understood of it, so that nothing is lost when it is sent back. */
export interface StoredPlan {
  readonly version: number;
  readonly plan: OnCallPlan;
  readonly verified: readonly string[];
}

const stored: Decoder<StoredPlan> = object({ version: number, plan, verified: list(string) });

export const fetchPlan = (signal?: AbortSignal): Promise<StoredPlan> => apiGet('/api/oncall/plan', stored, { signal });

export const savePlan = (next: unknown, version: number, by: string): Promise<StoredPlan> =>
  apiPost('/api/oncall/plan', { plan: next, version, by }, stored);

const now = object({
  at: time,
  onDuty: list(
    object({
      schedule: string,
      name: string,
      person: nullable(string),
      personName: nullable(string),
      source: nullable(string),
      until: time,
      next: nullable(string),
    }),
  ),
  gaps: list(object({ schedule: string, from: time, until: time })),
});
export type OnCallNow = Decoded<typeof now>;

export const fetchOnCall = (signal?: AbortSignal): Promise<OnCallNow> => apiGet('/api/oncall', now, { signal });

const shift = object({ from: time, until: time, person: string, source: string });
export type Shift = Decoded<typeof shift>;

export const fetchShifts = async (id: string, from: number, until: number, signal?: AbortSignal): Promise<Shift[]> =>
  (await apiGet('/api/oncall/shifts', object({ shifts: list(shift) }), { params: { schedule: id, from, until }, signal })).shifts;

export interface StandIn {
  readonly schedule: string;
  readonly person: string;
  readonly from: string;
  readonly until: string;
  readonly by: string;
}

export const standIn = (wanted: StandIn): Promise<StoredPlan> => apiPost('/api/oncall/overrides', wanted, stored);

export interface ContactName {
  readonly person: string;
  readonly kind: string;
  readonly address: string;
}

export const sendCode = (contactName: ContactName): Promise<unknown> => apiPost('/api/oncall/contacts/code', contactName, unknown);

export const verifyContact = (contactName: ContactName, code: string): Promise<StoredPlan> =>
  apiPost('/api/oncall/contacts/verify', { ...contactName, code }, stored);
