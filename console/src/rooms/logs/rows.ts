/** Rows, levels and files of the log page; no DOM. */
import { logLevelColor } from '@/charts/palette';
import type { StackKey } from '@/charts/StackedBars';
import type { LogCounts, LogPage, LogRow } from './api';

/** Bottom of the stack first: what matters most stands on the axis. */
const LEVEL_ORDER = ['fatal', 'error', 'warn', 'warning', 'info', 'debug', 'trace'];

export function levelKeys(buckets: LogCounts['buckets']): StackKey[] {
  const present = new Set(buckets.flatMap(({ counts }) => Object.keys(counts)));
  const rank = (level: string): number => {
    const at = LEVEL_ORDER.indexOf(level.toLowerCase());
    return at < 0 ? LEVEL_ORDER.length : at;
  };
  return [...present]
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .map((level) => ({
      key: level,
      label: level,
      color: logLevelColor(level),
      quiet: rank(level) >= LEVEL_ORDER.indexOf('info'),
    }));
}

/** All pages as one list, each line once: a line may stand on two pages while new ones arrive. */
export function joinPages(pages: readonly LogPage[]): LogRow[] {
  const seen = new Set<string>();
  return pages.flatMap((page) =>
    page.entries.filter(({ id }) => {
      if (seen.has(id)) return false;
      seen.add(id);
      return true;
    }),
  );
}

/** How many lines of each level the bars hold. */
export function levelTotals(buckets: LogCounts['buckets']): Map<string, number> {
  const totals = new Map<string, number>();
  for (const { counts } of buckets) {
    for (const [level, count] of Object.entries(counts)) totals.set(level, (totals.get(level) ?? 0) + count);
  }
  return totals;
}

export type DetailField = { readonly field: string; readonly value: string };

/** What the drawer lists: every field with a value, `data` by its paths. */
export function detailFields(row: LogRow): DetailField[] {
  const plain = [
    'level',
    'service',
    'category',
    'action',
    'requestId',
    'userId',
    'traceId',
    'spanId',
    'durationMillis',
  ] as const;
  const fields: DetailField[] = plain.flatMap((field) => {
    const value = row[field];
    return value === null || value === '' ? [] : [{ field, value: String(value) }];
  });
  for (const tag of row.tags) fields.push({ field: 'tags', value: tag });
  if (row.error !== null) {
    if (row.error.name !== '') fields.push({ field: 'error.name', value: row.error.name });
    if (row.error.message !== '') fields.push({ field: 'error.message', value: row.error.message });
  }
  return [...fields, ...flatten(row.data, 'data')];
}

function flatten(value: Readonly<Record<string, unknown>>, path: string): DetailField[] {
  return Object.entries(value).flatMap(([key, inner]): DetailField[] => {
    const own = `${path}.${key}`;
    if (inner === null || inner === undefined) return [];
    if (Array.isArray(inner)) return inner.map((item: unknown) => ({ field: own, value: textOf(item) }));
    if (typeof inner === 'object') return flatten(inner as Record<string, unknown>, own);
    return [{ field: own, value: textOf(inner) }];
  });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Adds or removes `value`, keeping the order of the others. */
export function flipped(values: readonly string[], value: string): string[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}

/** A comma-separated URL value, or a repeated one, as a list. */
export function splitList(values: readonly string[]): string[] {
  return [...new Set(values.flatMap((value) => value.split(',')).filter((value) => value !== ''))];
}
