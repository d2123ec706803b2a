/** A room's view state in the URL: read by name, changed by patch. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { many, one, type SearchRecord, type SearchValue } from './search';

export interface UrlState {
  readonly search: SearchRecord;
  /** The value of `name`, the first when it is repeated. */
  get(name: string): string | undefined;
  getAll(name: string): string[];
  /** Merges `patch` (undefined or an empty value removes a key). `replace` keeps Back on the page before. */
  set(patch: SearchRecord, options?: { readonly replace?: boolean }): void;
}

export function useUrlState(): UrlState {
  const search = useSearch({ strict: false }) as SearchRecord;
  const navigate = useNavigate();
  const set = useCallback(
    (patch: SearchRecord, options: { readonly replace?: boolean } = {}) => {
      void navigate({
        to: '.',
        search: ((before: SearchRecord) => merged(before, patch)) as never,
        replace: options.replace ?? false,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return useMemo(
    () => ({ search, get: (name: string) => one(search[name]), getAll: (name: string) => many(search[name]), set }),
    [search, set],
  );
}

export function merged(before: SearchRecord, patch: SearchRecord): SearchRecord {
  const result: Record<string, SearchValue> = { ...before };
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined || value === '' || (typeof value === 'object' && value.length === 0)) delete result[key];
    else result[key] = value;
  }
  return result;
}
