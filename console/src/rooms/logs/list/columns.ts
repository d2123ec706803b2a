/** Which fields the list shows, in which order and how wide; no DOM. */
import type { LogRow } from '@/rooms/logs/api';

export type Column = {
  readonly field: string;
  /** Pixels; the message takes what is left. */
  readonly width: number;
};

export const MIN_WIDTH = 60;
const MAX_WIDTH = 800;
const MOST = 12;
const WIDTHS: Readonly<Record<string, number>> = {
  service: 132,
  category: 110,
  action: 120,
  userId: 96,
  durationMillis: 84,
  'error.name': 160,
  requestId: 130,
};

export const DEFAULT_COLUMNS: readonly Column[] = ['service', 'message'].map((field) => ({ field, width: usualWidth(field) }));

export function usualWidth(field: string): number {
  return WIDTHS[field] ?? 140;
}

/** The next order by a field: its largest first, then its smallest, then by time again. */
export function nextSort(sort: string, field: string): string {
  if (sort === `${field}:desc`) return `${field}:asc`;
  return sort === `${field}:asc` ? '' : `${field}:desc`;
}

/** `service,data.path*200,message`; a width that is as usual is left out, and so is the whole text. */
export function columnsText(columns: readonly Column[] | undefined): string | undefined {
  if (columns === undefined || columns.length === 0) return undefined;
  const text = columns.map(columnText).join(',');
  return text === DEFAULT_COLUMNS.map(columnText).join(',') ? undefined : text;
}

function columnText({ field, width }: Column): string {
  return width === usualWidth(field) ? field : `${field}*${Math.round(width)}`;
}

export function readColumns(text: string | undefined): Column[] | undefined {
  if (text === undefined) return undefined;
  const columns = text.split(',').flatMap((part): Column[] => {
    const [field = '', width] = part.split('*');
    return field === '' ? [] : [{ field, width: clamped(Number(width ?? usualWidth(field)) || usualWidth(field)) }];
  });
  const distinct = columns.filter(({ field }, at) => columns.findIndex((one) => one.field === field) === at);
  return distinct.length === 0 ? undefined : distinct.slice(0, MOST);
}

const clamped = (width: number): number => Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, width));

export function resized(columns: readonly Column[], field: string, width: number): Column[] {
  return columns.map((one) => (one.field === field ? { field, width: clamped(width) } : one));
}

/** Adds the column before the message, or takes it away; one at least stays. */
export function toggled(columns: readonly Column[], field: string): Column[] {
  if (columns.some((one) => one.field === field)) {
    return columns.length === 1 ? [...columns] : columns.filter((one) => one.field !== field);
  }
  if (columns.length >= MOST) return [...columns];
  const added = { field, width: usualWidth(field) };
  const message = columns.findIndex((one) => one.field === 'message');
  return message < 0 ? [...columns, added] : columns.toSpliced(message, 0, added);
}

/** The column one place to the left (-1) or right (1). */
export function moved(columns: readonly Column[], field: string, by: -1 | 1): Column[] {
  const at = columns.findIndex((one) => one.field === field);
  const one = columns[at];
  const to = at + by;
  return one === undefined || to < 0 || to >= columns.length ? [...columns] : columns.toSpliced(at, 1).toSpliced(to, 0, one);
}

/** What a line has in a field, as text; empty when it has none. */
export function fieldText(row: LogRow, field: string): string {
  switch (field) {
    case 'level':
    case 'service':
    case 'message':
      return row[field];
    case 'category':
    case 'action':
    case 'requestId':
    case 'userId':
    case 'traceId':
    case 'spanId':
      return row[field] ?? '';
    case 'durationMillis':
      return row.durationMillis === null ? '' : String(row.durationMillis);
    case 'tags':
      return row.tags.join(', ');
    case 'error.name':
      return row.error?.name ?? '';
    case 'error.message':
      return row.error?.message ?? '';
    default:
      return field.startsWith('data.') ? textOf(valueAt(row.data, field.slice('data.'.length))) : '';
  }
}

/** The value at a path whose names may hold dots themselves. */
function valueAt(data: Readonly<Record<string, unknown>>, path: string): unknown {
  if (path in data) return data[path];
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const inner = data[path.slice(0, dot)];
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
      const found = valueAt(inner as Record<string, unknown>, path.slice(dot + 1));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
