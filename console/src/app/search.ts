/**
 * How the URL holds a view: plain words, never quoted JSON, a repeated key for a list. So that a link in an alert, typed
 * by hand or made by the server, reads as it is written.
 */
export type SearchValue = string | readonly string[] | undefined;
export type SearchRecord = Record<string, SearchValue>;

/** What every page's URL may carry; each room adds its own keys. */
export interface GlobalSearch {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly refresh?: string | undefined;
  readonly compare?: string | undefined;
}

export const GLOBAL_KEYS = ['from', 'to', 'refresh', 'compare'] as const;

export function parseSearch(search: string): SearchRecord {
  const result: Record<string, string | string[]> = {};
  for (const [key, value] of new URLSearchParams(search)) {
    const before = result[key];
    if (before === undefined) result[key] = value;
    else result[key] = typeof before === 'string' ? [before, value] : [...before, value];
  }
  return result;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const result = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (Array.isArray(value)) for (const item of value) result.append(key, String(item));
    else if (value !== undefined && value !== null && value !== '') result.append(key, String(value));
  }
  const text = result.toString();
  return text === '' ? '' : `?${text}`;
}

export const one = (value: unknown): string | undefined => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' && first !== '' ? first : undefined;
};

export const many = (value: unknown): string[] => {
  const all: unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((item): item is string => typeof item === 'string' && item !== '');
};

/** The root route keeps every key (rooms validate their own) and makes sure of the global ones. */
export function globalSearch(search: Record<string, unknown>): GlobalSearch & SearchRecord {
  const result: SearchRecord = {};
  for (const [key, value] of Object.entries(search)) {
    const values = many(value);
    if (values.length > 0) result[key] = values.length === 1 ? values[0] : values;
  }
  for (const key of GLOBAL_KEYS) {
    const value = one(search[key]);
    if (value === undefined) delete result[key];
    else result[key] = value;
  }
  return result as GlobalSearch & SearchRecord;
}

/** Only what travels from room to room: the time range and its companions. */
export function globalOnly(search: SearchRecord): GlobalSearch & SearchRecord {
  return Object.fromEntries(GLOBAL_KEYS.flatMap((key) => (search[key] === undefined ? [] : [[key, search[key]]])));
}
