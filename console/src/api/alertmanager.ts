/** Alertmanager API v2, as the server speaks it under `/alertmanager`: silences and what they hit. */
import { apiDelete, apiGet, apiPost, withParams } from './client';
import { boolean, type Decoded, defaulted, list, object, oneOf, record, string, time } from './decode';

const BASE = '/alertmanager/api/v2';

const matcher = object({ name: string, value: string, isRegex: boolean, isEqual: defaulted(boolean, true) });
export type Matcher = Decoded<typeof matcher>;

const silence = object({
  id: string,
  status: object({ state: oneOf(['active', 'pending', 'expired']) }),
  matchers: list(matcher),
  startsAt: time,
  endsAt: time,
  createdBy: defaulted(string, ''),
  comment: defaulted(string, ''),
});
export type Silence = Decoded<typeof silence>;

export const fetchSilences = (signal?: AbortSignal): Promise<Silence[]> =>
  apiGet(`${BASE}/silences`, list(silence), { signal });

export interface NewSilence {
  readonly matchers: readonly Matcher[];
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly createdBy: string;
  readonly comment: string;
}

/** Returns the id of the new silence. */
export async function createSilence(wanted: NewSilence): Promise<string> {
  const body = {
    matchers: wanted.matchers,
    startsAt: new Date(wanted.startsAtMs).toISOString(),
    endsAt: new Date(wanted.endsAtMs).toISOString(),
    createdBy: wanted.createdBy,
    comment: wanted.comment,
  };
  return (await apiPost(`${BASE}/silences`, body, object({ silenceID: string }))).silenceID;
}

export const expireSilence = (id: string): Promise<void> => apiDelete(`${BASE}/silence/${encodeURIComponent(id)}`);

const gettableAlert = object({
  fingerprint: string,
  labels: record(string),
  status: object({ state: string, silencedBy: defaulted(list(string), []) }),
});
export type GettableAlert = Decoded<typeof gettableAlert>;

/** The alerts that `matchers` would hit now: the preview of a silence, answered by the engine itself. */
export function fetchAlertsMatching(matchers: readonly Matcher[], signal?: AbortSignal): Promise<GettableAlert[]> {
  const path = withParams(`${BASE}/alerts`, { filter: matchers.map(matcherText) });
  return apiGet(path, list(gettableAlert), { signal });
}

/** `name="value"`, `name!~"a|b"`: the form of filters, and of amtool. */
export function matcherText({ name, value, isRegex, isEqual }: Matcher): string {
  const escaped = value.replaceAll(/["\\]/g, (char) => `\\${char}`).replaceAll('\n', '\\n');
  return `${name}${operatorOf(isRegex, isEqual)}"${escaped}"`;
}

export type MatchOperator = '=' | '!=' | '=~' | '!~';

export function operatorOf(isRegex: boolean, isEqual: boolean): MatchOperator {
  if (isRegex) return isEqual ? '=~' : '!~';
  return isEqual ? '=' : '!=';
}
