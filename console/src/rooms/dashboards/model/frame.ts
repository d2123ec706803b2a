/** Answers as frames: columns of one length with a name, from which every panel draws. */
import type { InstantAnswer, Labels, RangeSeries } from '@/api/prometheus';
import { configOf, type FieldConfig, type FieldConfigSource } from './fieldConfig';
import { type Cell } from './reduce';

export type FieldType = 'time' | 'number' | 'string' | 'boolean' | 'other';

export type Field = {
  readonly name: string;
  readonly type: FieldType;
  readonly labels: Labels;
  readonly values: readonly Cell[];
};

export type Frame = { readonly refId: string; readonly name: string; readonly fields: readonly Field[] };

/** A field with how it is to be shown. */
export type Shown = Field & { readonly refId: string; readonly title: string; readonly config: FieldConfig };

/** A frame for each series: its times and its values, named as the legend says. */
export function rangeFrames(refId: string, series: readonly RangeSeries[], nameOf: (labels: Labels) => string): Frame[] {
  return series.map(({ metric, points }) => ({
    refId,
    name: nameOf(metric),
    fields: [
      { name: 'Time', type: 'time', labels: {}, values: points.map(([ms]) => ms) },
      { name: 'Value', type: 'number', labels: metric, values: points.map(([, value]) => finite(value)) },
    ],
  }));
}

export function instantFrames(refId: string, answer: InstantAnswer, nameOf: (labels: Labels) => string): Frame[] {
  switch (answer.kind) {
    case 'vector':
      return rangeFrames(refId, answer.series.map(({ metric, sample }) => ({ metric, points: [sample] })), nameOf);
    case 'matrix':
      return rangeFrames(refId, answer.series, nameOf);
    case 'scalar':
      return rangeFrames(refId, [{ metric: {}, points: [answer.sample] }], nameOf);
    case 'string':
      return [{ refId, name: '', fields: [{ name: 'Value', type: 'string', labels: {}, values: [answer.text] }] }];
  }
}

/** One frame with a row for each sample: its time, a column for every label, its value. */
export function tableFrame(refId: string, series: readonly RangeSeries[], valueName: string): Frame {
  const names = [...new Set(series.flatMap(({ metric }) => Object.keys(metric)))].sort();
  const rows = series.flatMap(({ metric, points }) => points.map(([ms, value]) => ({ metric, ms, value })));
  return {
    refId,
    name: '',
    fields: [
      { name: 'Time', type: 'time', labels: {}, values: rows.map(({ ms }) => ms) },
      ...names.map((name): Field => ({ name, type: 'string', labels: {}, values: rows.map(({ metric }) => metric[name] ?? '') })),
      { name: valueName, type: 'number', labels: {}, values: rows.map(({ value }) => finite(value)) },
    ],
  };
}

const finite = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** How a series is called: `{{label}}` replaced, the whole series where nothing is asked, the expression where it has no labels. */
export function legendOf(format: string, expression: string): (labels: Labels) => string {
  if (format !== '' && format !== '__auto') {
    return (labels) => format.replace(/\{\{\s*(.+?)\s*\}\}/g, (_, name: string) => labels[name] ?? '');
  }
  return (labels) => {
    const { __name__: name = '', ...rest } = labels;
    const pairs = Object.entries(rest).map(([key, value]) => `${key}="${value}"`);
    return pairs.length === 0 ? name || expression : `${name}{${pairs.join(', ')}}`;
  };
}

/** The automatic legend of one query: the labels in which its series differ, their values alone. */
export function autoLegend(all: readonly Labels[], expression: string): (labels: Labels) => string {
  const first = all[0] ?? {};
  const differing = [...new Set(all.flatMap(Object.keys))].filter((key) => all.some((labels) => labels[key] !== first[key]));
  if (all.length < 2 || differing.length === 0) return legendOf('', expression);
  if (differing.length === 1) return (labels) => labels[differing[0] ?? ''] ?? '';
  return (labels) => `{${differing.map((key) => `${key}="${labels[key] ?? ''}"`).join(', ')}}`;
}

/** The fields of all frames with their titles and configuration; hidden ones are left out. */
export function shownFields(frames: readonly Frame[], source: FieldConfigSource): Shown[][] {
  return frames.map((frame) => frame.fields.map((field) => shown(frame, field, source)).filter(({ config }) => config.custom['hidden'] !== true));
}

function shown(frame: Frame, field: Field, source: FieldConfigSource): Shown {
  const valued = field.type === 'number' && frame.name !== '' && (field.name === 'Value' || field.name.startsWith('Value #'));
  const name = valued ? frame.name : field.name;
  const config = configOf(source, { name, type: field.type, refId: frame.refId });
  return { ...field, refId: frame.refId, title: titled(config.displayName, field, name, frame), config };
}

function titled(displayName: string, field: Field, name: string, frame: Frame): string {
  if (displayName === '') return name;
  return displayName.replace(/\$\{__(?:field|series)\.(\w+)(?:\.([\w-]+)|\[["'](.+?)["']\])?\}|\$__cell_0/g, (_, key?: string, label?: string, quoted?: string) => {
    if (key === 'labels') return field.labels[label ?? quoted ?? ''] ?? Object.values(field.labels).join(', ');
    return key === 'displayName' || key === 'name' ? name : frame.name;
  });
}

/** The numbers alone, each with the times beside it. */
export function numberFields(frames: readonly (readonly Shown[])[]): { readonly times: readonly Cell[]; readonly field: Shown }[] {
  return frames.flatMap((fields) => {
    const times = fields.find(({ type }) => type === 'time')?.values ?? [];
    return fields.filter(({ type }) => type === 'number').map((field) => ({ times, field }));
  });
}
