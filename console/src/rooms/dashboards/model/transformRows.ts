/** Transformations that bring rows together: joins, merges, groups. */
import { text, texts, tree, type Tree } from './json';
import type { Field, Frame } from './frame';
import { reduced, type Cell } from './reduce';

const length = (frame: Frame): number => frame.fields[0]?.values.length ?? 0;

/** All frames beside each other, by the values of one field. `outer` keeps rows that not all have. */
export function joined(frames: readonly Frame[], byField: string, outer: boolean): readonly Frame[] {
  const keyOf = (frame: Frame): Field | undefined =>
    frame.fields.find(({ name }) => name === byField) ?? (byField === 'Time' ? frame.fields.find(({ type }) => type === 'time') : undefined);
  const having = frames.flatMap((frame) => {
    const key = keyOf(frame);
    return key === undefined ? [] : [{ frame, key, places: new Map(key.values.map((value, index) => [value, index])) }];
  });
  const first = having[0];
  if (first === undefined) return frames;
  const all = [...new Set(having.flatMap(({ key }) => key.values))].filter(
    (value) => outer || having.every(({ places }) => places.has(value)),
  );
  if (first.key.type === 'time' || first.key.type === 'number') all.sort((a, b) => Number(a) - Number(b));
  const columns = having.flatMap(({ frame, key, places }) =>
    frame.fields
      .filter((field) => field !== key)
      .map((field): Field => ({
        ...field,
        name: field.name === 'Value' && frame.name !== '' ? frame.name : field.name === 'Value' && having.length > 1 ? `Value #${frame.refId}` : field.name,
        values: all.map((value) => {
          const place = places.get(value);
          return place === undefined ? null : (field.values[place] ?? null);
        }),
      })),
  );
  return [{ refId: first.frame.refId, name: '', fields: [{ ...first.key, values: all }, ...numbered(columns)] }];
}

/** The same name twice is told apart by a number, as Grafana does. */
function numbered(fields: readonly Field[]): Field[] {
  const seen = new Map<string, number>();
  return fields.map((field) => {
    const count = (seen.get(field.name) ?? 0) + 1;
    seen.set(field.name, count);
    return count === 1 ? field : { ...field, name: `${field.name} ${count}` };
  });
}

/** One table of all frames: rows that agree in the columns they share become one. */
export function merged(frames: readonly Frame[]): readonly Frame[] {
  if (frames.length === 0) return frames;
  const fields = new Map<string, Field>();
  for (const frame of frames) for (const field of frame.fields) if (!fields.has(field.name)) fields.set(field.name, field);
  const names = [...fields.keys()];
  const shared = names.filter((name) => frames.every((frame) => frame.fields.some((field) => field.name === name)));
  const single = names.length === shared.length;
  const rows: Map<string, Cell>[] = [];
  const known = new Map<string, Map<string, Cell>[]>();
  for (const frame of frames) {
    for (let index = 0; index < length(frame); index++) {
      const row = new Map(frame.fields.map((field) => [field.name, field.values[index] ?? null]));
      const key = JSON.stringify(shared.map((name) => row.get(name)));
      const same = known.get(key) ?? [];
      const into = single ? undefined : same.find((other) => [...row].every(([name, value]) => !other.has(name) || other.get(name) === value));
      if (into === undefined) {
        rows.push(row);
        known.set(key, [...same, row]);
      } else {
        for (const [name, value] of row) into.set(name, value);
      }
    }
  }
  return [
    {
      refId: frames[0]?.refId ?? 'A',
      name: '',
      fields: [...fields.values()].map((field) => ({ ...field, values: rows.map((row) => row.get(field.name) ?? null) })),
    },
  ];
}

/** Rows with the same values in the grouping fields become one; the others are calculated. */
export function groupBy(frame: Frame, wanted: Tree): Frame {
  const of = (name: string): Tree => tree(wanted[name]);
  const keys = frame.fields.filter(({ name }) => of(name)['operation'] === 'groupby');
  if (keys.length === 0) return frame;
  const groups = new Map<string, number[]>();
  for (let index = 0; index < length(frame); index++) {
    const key = JSON.stringify(keys.map((field) => field.values[index]));
    groups.set(key, [...(groups.get(key) ?? []), index]);
  }
  const all = [...groups.values()];
  const calculated = frame.fields
    .filter(({ name }) => of(name)['operation'] === 'aggregate')
    .flatMap((field) =>
      texts(of(field.name)['aggregations']).map((name): Field => ({
        ...field,
        name: `${field.name} (${name})`,
        type: field.type === 'string' && name !== 'count' && name !== 'distinctCount' ? 'string' : field.type === 'time' ? 'time' : 'number',
        values: all.map((rows) => reduced(rows.map((index) => field.values[index] ?? null), name)),
      })),
    );
  return { ...frame, fields: [...keys.map((field) => ({ ...field, values: all.map(([index = 0]) => field.values[index] ?? null) })), ...calculated] };
}

/** Rows and columns from two fields, cells from a third. */
export function pivoted(frame: Frame, options: Tree): Frame {
  const named = (key: string, otherwise: string): Field | undefined => frame.fields.find(({ name }) => name === text(options[key], otherwise));
  const [row, column, value] = [named('rowField', 'Time'), named('columnField', 'Time'), named('valueField', 'Value')];
  if (row === undefined || column === undefined || value === undefined) return frame;
  const rows = [...new Set(row.values)];
  const columns = [...new Set(column.values)];
  const cells = new Map(value.values.map((cell, index) => [JSON.stringify([row.values[index], column.values[index]]), cell]));
  return {
    ...frame,
    name: '',
    fields: [
      { ...row, name: `${row.name}\\${column.name}`, values: rows },
      ...columns.map((name): Field => ({ ...value, name: String(name), values: rows.map((key) => cells.get(JSON.stringify([key, name])) ?? null) })),
    ],
  };
}
