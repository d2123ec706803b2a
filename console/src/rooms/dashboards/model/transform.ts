/** Grafana's transformations: what is done to the answers before they are drawn. Unknown ones leave the frames as they are. */
import { at, figure, pattern, text, texts, tree, trees, type Tree } from './json';
import type { Field, Frame } from './frame';
import type { Transformation } from './panel';
import { reduced, type Cell } from './reduce';
import { groupBy, joined, merged, pivoted } from './transformRows';

type Change = (frames: readonly Frame[], options: Tree) => readonly Frame[];

const CHANGES: Readonly<Record<string, Change>> = {
  organize: each(organize),
  filterFieldsByName: each(filterByName),
  filterByRefId: (frames, options) => {
    const read = pattern(text(options['include']), true);
    return read === null || text(options['include']) === '' ? frames : frames.filter(({ refId }) => read.test(refId));
  },
  renameByRegex: (frames, options) => frames.map((frame) => renamed(frame, text(options['regex']), text(options['renamePattern']))),
  calculateField: (frames, options) => frames.map((frame) => calculated(frame, options)),
  reduce: (frames, options) => (options['mode'] === 'reduceFields' ? frames.map((frame) => reducedFields(frame, options)) : reducedRows(frames, options)),
  sortBy: each((frame, options) => sortedBy(frame, trees(options['sort'])[0] ?? {})),
  limit: each((frame, options) => rows(frame, (index) => index < (figure(options['limitField']) ?? 10))),
  filterByValue: each(filterByValue),
  labelsToFields: (frames, options) => (options['mode'] === 'rows' ? frames : merged(frames.map(withLabels))),
  merge: (frames) => merged(frames.map(withLabels)),
  seriesToColumns: (frames, options) => joined(frames, text(options['byField'], 'Time'), true),
  joinByField: (frames, options) => joined(frames, text(options['byField'], 'Time'), options['mode'] !== 'inner'),
  seriesToRows: (frames) => merged(frames.map(asRows)),
  groupBy: each((frame, options) => groupBy(frame, tree(options['fields']))),
  groupingToMatrix: each(pivoted),
  convertFieldType: each(converted),
  concatenate: (frames) => (frames.length < 2 ? frames : [{ ...(frames[0] as Frame), fields: frames.flatMap(({ fields }) => fields) }]),
  prepareTimeSeries: (frames) => frames,
};

export const isKnownTransformation = (id: string): boolean => id in CHANGES;

export function transformed(frames: readonly Frame[], transformations: readonly Transformation[]): readonly Frame[] {
  return transformations.reduce((now, { id, options }) => CHANGES[id]?.(now, options) ?? now, frames);
}

function each(change: (frame: Frame, options: Tree) => Frame): Change {
  return (frames, options) => frames.map((frame) => change(frame, options));
}

/** What a column is called where people name it: a series' value by its series. */
export const titleOf = (frame: Frame, field: Field): string => (field.name === 'Value' && frame.name !== '' ? frame.name : field.name);

function organize(frame: Frame, options: Tree): Frame {
  const hidden = tree(options['excludeByName']);
  const included = tree(options['includeByName']);
  const order = tree(options['indexByName']);
  const names = tree(options['renameByName']);
  const onlyIncluded = Object.values(included).includes(true);
  const kept = frame.fields
    .filter((field) => hidden[titleOf(frame, field)] !== true && (!onlyIncluded || included[titleOf(frame, field)] === true))
    .map((field, index) => ({ field, place: figure(order[titleOf(frame, field)]) ?? 1000 + index }))
    .sort((a, b) => a.place - b.place);
  return {
    ...frame,
    fields: kept.map(({ field }) => ({ ...field, name: text(names[titleOf(frame, field)]) || field.name })),
  };
}

function filterByName(frame: Frame, options: Tree): Frame {
  const choice = (side: 'include' | 'exclude'): ((name: string) => boolean) | null => {
    const names = texts(at(options, side, 'names'));
    const written = text(at(options, side, 'pattern'));
    const read = written === '' ? null : pattern(written);
    return names.length === 0 && read === null ? null : (name) => names.includes(name) || read?.test(name) === true;
  };
  const [include, exclude] = [choice('include'), choice('exclude')];
  const keep = (name: string): boolean => (include?.(name) ?? true) && exclude?.(name) !== true;
  return { ...frame, fields: frame.fields.filter((field) => keep(titleOf(frame, field))) };
}

function renamed(frame: Frame, regex: string, into: string): Frame {
  const read = pattern(regex);
  if (read === null) return frame;
  const change = (name: string): string => name.replace(read, into);
  return { ...frame, name: change(frame.name), fields: frame.fields.map((field) => (field.name === 'Value' ? field : { ...field, name: change(field.name) })) };
}

const OPERATORS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
};

function calculated(frame: Frame, options: Tree): Frame {
  const numbers = frame.fields.filter(({ type }) => type === 'number');
  const length = frame.fields[0]?.values.length ?? 0;
  const alias = text(options['alias']);
  let name: string;
  let values: Cell[];
  if (options['mode'] === 'binary') {
    const binary = tree(options['binary']);
    const [left, right] = [side(frame, binary['left']), side(frame, binary['right'])];
    const operator = text(binary['operator'], '+');
    name = alias || `${text(binary['left'])} ${operator} ${text(binary['right'])}`;
    values = Array.from({ length }, (_, index) => {
      const [a, b] = [left(index), right(index)];
      return typeof a === 'number' && typeof b === 'number' ? (OPERATORS[operator]?.(a, b) ?? null) : null;
    });
  } else {
    const reducer = text(at(options, 'reduce', 'reducer'), 'sum');
    const include = texts(at(options, 'reduce', 'include'));
    const used = include.length === 0 ? numbers : numbers.filter((field) => include.includes(titleOf(frame, field)));
    name = alias || reducer;
    values = Array.from({ length }, (_, index) => reduced(used.map((field) => field.values[index] ?? null), reducer));
  }
  const made: Field = { name, type: 'number', labels: {}, values };
  const kept = options['replaceFields'] === true ? frame.fields.filter(({ type }) => type === 'time') : frame.fields;
  return { ...frame, fields: [...kept, made] };
}

function side(frame: Frame, written: unknown): (index: number) => Cell {
  const name = text(written) || text(at(written, 'matcher', 'options')) || text(at(written, 'fixed'));
  const field = frame.fields.find((one) => titleOf(frame, one) === name);
  const fixed = figure(name) ?? null;
  return field === undefined ? () => fixed : (index) => field.values[index] ?? null;
}

/** One row for each series, one column for each calculation. */
function reducedRows(frames: readonly Frame[], options: Tree): Frame[] {
  const reducers = texts(options['reducers']).length > 0 ? texts(options['reducers']) : ['max'];
  const all = frames.flatMap((frame) => frame.fields.filter(({ type }) => type === 'number').map((field) => ({ frame, field })));
  const labels = options['labelsToFields'] === true ? [...new Set(all.flatMap(({ field }) => Object.keys(field.labels)))] : [];
  return [
    {
      refId: frames[0]?.refId ?? 'A',
      name: '',
      fields: [
        { name: 'Field', type: 'string', labels: {}, values: all.map(({ frame, field }) => titleOf(frame, field)) },
        ...labels.map((name): Field => ({ name, type: 'string', labels: {}, values: all.map(({ field }) => field.labels[name] ?? '') })),
        ...reducers.map((name): Field => ({
          name: WORDS[name] ?? name,
          type: 'number',
          labels: {},
          values: all.map(({ field }) => reduced(field.values, name)),
        })),
      ],
    },
  ];
}

const WORDS: Readonly<Record<string, string>> = {
  max: 'Max', min: 'Min', mean: 'Mean', sum: 'Total', last: 'Last', lastNotNull: 'Last *', first: 'First', count: 'Count', range: 'Range', diff: 'Difference',
};

function reducedFields(frame: Frame, options: Tree): Frame {
  const reducers = texts(options['reducers']);
  const fields = frame.fields.filter(({ type }) => type === 'number');
  return {
    ...frame,
    fields: fields.map((field) => ({ ...field, values: [reduced(field.values, reducers[0] ?? 'lastNotNull')] })),
  };
}

function sortedBy(frame: Frame, by: Tree): Frame {
  const field = frame.fields.find((one) => titleOf(frame, one) === text(by['field']));
  if (field === undefined) return frame;
  const turn = by['desc'] === true ? -1 : 1;
  const order = field.values.map((_, index) => index).sort((a, b) => turn * compare(field.values[a] ?? null, field.values[b] ?? null));
  return { ...frame, fields: frame.fields.map((one) => ({ ...one, values: order.map((index) => one.values[index] ?? null) })) };
}

export function compare(a: Cell, b: Cell): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return String(a).localeCompare(String(b), undefined, { numeric: true });
}

function rows(frame: Frame, keep: (index: number) => boolean): Frame {
  return { ...frame, fields: frame.fields.map((field) => ({ ...field, values: field.values.filter((_, index) => keep(index)) })) };
}

const TESTS: Readonly<Record<string, (value: Cell, wanted: unknown) => boolean>> = {
  greater: (value, wanted) => typeof value === 'number' && value > (figure(wanted) ?? NaN),
  greaterOrEqual: (value, wanted) => typeof value === 'number' && value >= (figure(wanted) ?? NaN),
  lower: (value, wanted) => typeof value === 'number' && value < (figure(wanted) ?? NaN),
  lowerOrEqual: (value, wanted) => typeof value === 'number' && value <= (figure(wanted) ?? NaN),
  equal: (value, wanted) => String(value) === text(wanted),
  notEqual: (value, wanted) => String(value) !== text(wanted),
  isNull: (value) => value === null,
  isNotNull: (value) => value !== null,
  regex: (value, wanted) => pattern(text(wanted))?.test(String(value)) === true,
};

function filterByValue(frame: Frame, options: Tree): Frame {
  const filters = trees(options['filters']).flatMap((one) => {
    const field = frame.fields.find((other) => titleOf(frame, other) === text(one['fieldName']));
    const test = TESTS[text(at(one, 'config', 'id'))];
    return field === undefined || test === undefined ? [] : [(index: number) => test(field.values[index] ?? null, at(one, 'config', 'options', 'value'))];
  });
  if (filters.length === 0) return frame;
  const matches = options['match'] === 'all' ? (index: number) => filters.every((one) => one(index)) : (index: number) => filters.some((one) => one(index));
  return rows(frame, (index) => matches(index) === (options['type'] !== 'exclude'));
}

function converted(frame: Frame, options: Tree): Frame {
  const wanted = new Map(trees(options['conversions']).map((one) => [text(one['targetField']), text(one['destinationType'])]));
  return {
    ...frame,
    fields: frame.fields.map((field) => {
      const type = wanted.get(titleOf(frame, field));
      if (type === 'number') return { ...field, type, values: field.values.map((value) => figure(value) ?? null) };
      if (type === 'string') return { ...field, type, values: field.values.map((value) => (value === null ? null : String(value))) };
      if (type === 'time') return { ...field, type, values: field.values.map((value) => figure(value) ?? Date.parse(String(value))) };
      return field;
    }),
  };
}

/** A column for every label of the values. */
function withLabels(frame: Frame): Frame {
  const field = frame.fields.find(({ type, labels }) => type === 'number' && Object.keys(labels).length > 0);
  if (field === undefined) return frame;
  const columns = Object.entries(field.labels).map(([name, value]): Field => ({ name, type: 'string', labels: {}, values: field.values.map(() => value) }));
  const others = frame.fields.map((one) => (one === field ? { ...one, name: one.name === 'Value' ? `Value #${frame.refId}` : one.name, labels: {} } : one));
  const times = others.filter(({ type }) => type === 'time');
  return { ...frame, name: '', fields: [...times, ...columns, ...others.filter(({ type }) => type !== 'time')] };
}

function asRows(frame: Frame): Frame {
  const [time, value] = [frame.fields.find(({ type }) => type === 'time'), frame.fields.find(({ type }) => type === 'number')];
  if (time === undefined || value === undefined) return frame;
  const metric: Field = { name: 'Metric', type: 'string', labels: {}, values: value.values.map(() => titleOf(frame, value)) };
  return { ...frame, name: '', fields: [time, metric, { ...value, name: 'Value', labels: {} }] };
}
