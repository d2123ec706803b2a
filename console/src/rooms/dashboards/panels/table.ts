/** Frames as tables, and their rows in order; no DOM. */
import type { Shown } from '@/rooms/dashboards/model/frame';
import { compare } from '@/rooms/dashboards/model/transform';

export type Sort = { readonly title: string; readonly down: boolean };

/** Frames of one row each become the rows of one table; others stay tables of their own. */
export function asTable(frames: readonly (readonly Shown[])[]): readonly (readonly Shown[])[] {
  if (frames.length < 2 || !frames.every((fields) => (fields[0]?.values.length ?? 0) <= 1 && fields.some(({ labels }) => Object.keys(labels).length > 0))) {
    return frames;
  }
  const values = frames.flatMap((fields) => fields.filter(({ type }) => type === 'number'));
  const names = [...new Set(values.flatMap(({ labels }) => Object.keys(labels)))];
  const plain = values[0];
  if (plain === undefined) return frames;
  const column = (name: string): Shown => ({ ...plain, name, title: name, type: 'string', labels: {}, values: values.map(({ labels }) => labels[name] ?? '') });
  return [[...names.map(column), { ...plain, title: 'Value', labels: {}, values: values.map((field) => field.values[0] ?? null) }]];
}

export function orderOf(columns: readonly Shown[], sort: Sort | null): number[] {
  const order = Array.from({ length: columns[0]?.values.length ?? 0 }, (_, row) => row);
  const column = sort === null ? undefined : columns.find(({ title, name }) => title === sort.title || name === sort.title);
  if (column === undefined || sort === null) return order;
  const turn = sort.down ? -1 : 1;
  return order.sort((a, b) => turn * compare(column.values[a] ?? null, column.values[b] ?? null) || a - b);
}
