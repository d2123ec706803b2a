/** Searches made and searches kept, on this browser; no DOM. */
import type { Column } from '@/rooms/logs/list/columns';
import { columnsText, readColumns } from '@/rooms/logs/list/columns';

export type Search = {
  readonly q: string;
  readonly levels: readonly string[];
  readonly services: readonly string[];
};

export type SavedSearch = Search & {
  readonly name: string;
  readonly columns: readonly Column[] | undefined;
  readonly facets: readonly string[] | undefined;
};

const HISTORY_KEY = 'mallwatch.logs.history';
const SAVED_KEY = 'mallwatch.logs.saved';
const MOST_HISTORY = 50;
const MOST_SAVED = 100;

type Reads = Pick<Storage, 'getItem'>;
type Writes = Pick<Storage, 'setItem'>;

export const isEmpty = ({ q, levels, services }: Search): boolean =>
  q.trim() === '' && levels.length === 0 && services.length === 0;

/** One line that tells searches apart: `支付超时 level=error service=pay`. */
export function searchText({ q, levels, services }: Search): string {
  const parts = [q.trim()];
  if (levels.length > 0) parts.push(`level=${levels.join(',')}`);
  if (services.length > 0) parts.push(`service=${services.join(',')}`);
  return parts.filter((part) => part !== '').join(' ');
}

/** Puts a search on top, once; an empty one is none. */
export function remembered(history: readonly Search[], search: Search): Search[] {
  if (isEmpty(search)) return [...history];
  const { q, levels, services } = search;
  const text = searchText(search);
  const others = history.filter((one) => searchText(one) !== text);
  return [{ q: q.trim(), levels, services }, ...others].slice(0, MOST_HISTORY);
}

/** Keeps a search under its name; the same name again is replaced. */
export function kept(saved: readonly SavedSearch[], search: SavedSearch): SavedSearch[] {
  const name = search.name.trim();
  if (name === '') return [...saved];
  return [{ ...search, name }, ...saved.filter((one) => one.name !== name)].slice(0, MOST_SAVED);
}

export const readHistory = (storage: Reads): Search[] => read(storage, HISTORY_KEY).slice(0, MOST_HISTORY).map(searchOf);

export const writeHistory = (storage: Writes, history: readonly Search[]): void => write(storage, HISTORY_KEY, history);

export function readSaved(storage: Reads): SavedSearch[] {
  return read(storage, SAVED_KEY).slice(0, MOST_SAVED).flatMap((one): SavedSearch[] => {
    const name = one['name'];
    if (typeof name !== 'string' || name === '') return [];
    const columns = one['columns'];
    const facets = one['facets'];
    return [
      {
        ...searchOf(one),
        name,
        columns: typeof columns === 'string' ? readColumns(columns) : undefined,
        facets: Array.isArray(facets) ? texts(facets) : undefined,
      },
    ];
  });
}

export function writeSaved(storage: Writes, saved: readonly SavedSearch[]): void {
  write(storage, SAVED_KEY, saved.map((one) => ({ ...one, columns: columnsText(one.columns) })));
}

function searchOf(one: Record<string, unknown>): Search {
  return { q: typeof one['q'] === 'string' ? one['q'] : '', levels: texts(one['levels']), services: texts(one['services']) };
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

function read(storage: Reads, key: string): Record<string, unknown>[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(key) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return stored.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null && !Array.isArray(one));
  } catch {
    // Spoiled or forbidden storage remembers nothing.
    return [];
  }
}

function write(storage: Writes, key: string, value: unknown): void {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: searches still run, they are only not remembered.
  }
}
