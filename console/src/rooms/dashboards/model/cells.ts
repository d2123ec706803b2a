/** What a panel shows, as the cells of a file. */
import type { Cells } from '@/lib/csv';
import type { Shown } from './frame';

/** Every frame with its heads, one under the other; times as ISO 8601. */
export function frameCells(frames: readonly (readonly Shown[])[]): Cells[] {
  const same = frames.length > 1 && frames.every((fields) => fields.length === 2 && fields[0]?.type === 'time');
  return same ? sideBySide(frames) : frames.flatMap(table);
}

function table(fields: readonly Shown[]): Cells[] {
  const length = fields[0]?.values.length ?? 0;
  const rows = Array.from({ length }, (_, row) => fields.map((field) => cell(field, row)));
  return [fields.map(({ title }) => title), ...rows];
}

/** Series over one time: a column for each. */
function sideBySide(frames: readonly (readonly Shown[])[]): Cells[] {
  const columns = frames.map(([time, value]) => new Map((time?.values ?? []).map((ms, row) => [Number(ms), value?.values[row] ?? ''])));
  const times = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort((a, b) => a - b);
  return [
    ['time', ...frames.map(([, value]) => value?.title ?? '')],
    ...times.map((ms) => [new Date(ms).toISOString(), ...columns.map((column) => plain(column.get(ms)))]),
  ];
}

function cell(field: Shown, row: number): string | number {
  const value = field.values[row];
  return field.type === 'time' && typeof value === 'number' ? new Date(value).toISOString() : plain(value);
}

const plain = (value: unknown): string | number => (typeof value === 'number' ? value : value === null || value === undefined ? '' : String(value));
