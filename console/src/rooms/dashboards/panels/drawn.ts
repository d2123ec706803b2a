/** What every kind of panel is drawn from. */
import type { Annotation } from '@/charts/PlotMarks';
import { displayed, type Displayed } from '@/rooms/dashboards/model/display';

import { numberFields, type Shown } from '@/rooms/dashboards/model/frame';
import type { Scope } from '@/rooms/dashboards/model/interpolate';
import { at, text, texts } from '@/rooms/dashboards/model/json';
import type { Panel } from '@/rooms/dashboards/model/panel';
import { reduced, type Cell } from '@/rooms/dashboards/model/reduce';
import type { Locale } from '@/lib/format';
import type { PanelRange } from '../usePanelData';

export type DrawnPanel = {
  readonly panel: Panel;
  /** The fields of each frame, with their titles and configuration. */
  readonly fields: readonly (readonly Shown[])[];
  readonly range: PanelRange;
  readonly scope: Scope;
  /** Pixels there are for the content. */
  readonly height: number;
  readonly width: number;
  readonly annotations: readonly Annotation[];
  readonly onZoom: (fromMs: number, toMs: number) => void;
};

export type Figure = {
  readonly key: string;
  readonly title: string;
  readonly value: Cell;
  readonly shown: Displayed;
  readonly field: Shown;
  readonly times: readonly Cell[];
};

/** One figure for each field, reduced as the panel asks; or one for each row, where it asks for all values. */
export function figuresOf({ panel, fields }: Pick<DrawnPanel, 'panel' | 'fields'>, locale: Locale): Figure[] {
  const options = at(panel.options, 'reduceOptions');
  const calculation = texts(at(options, 'calcs'))[0] ?? 'lastNotNull';
  const wanted = text(at(options, 'fields'));
  const everyRow = at(options, 'values') === true;
  const chosen = wanted.startsWith('/') && wanted !== '/.*/' ? fields.flatMap(strings(wanted)) : [];
  if (chosen.length > 0) return chosen.map((field, index) => figure(field, [], reduced(field.values, calculation), `${index}`, field.title, locale));
  return numberFields(fields).flatMap(({ times, field }, index) => {
    if (!everyRow) return [figure(field, times, reduced(field.values, calculation), `${index}`, field.title, locale)];
    const names = fields.find((frame) => frame.includes(field))?.find(({ type }) => type === 'string')?.values;
    return field.values.slice(0, MOST_ROWS).map((value, row) => figure(field, [], value, `${index}-${row}`, String(names?.[row] ?? field.title), locale));
  });
}

const MOST_ROWS = 50;

const strings = (wanted: string) => (frame: readonly Shown[]): Shown[] => {
  const name = wanted.replace(/^\/\^?/, '').replace(/\$?\/$/, '').replaceAll('\\', '');
  return frame.filter((field) => field.type !== 'number' && (field.title === name || field.name === name));
};

function figure(field: Shown, times: readonly Cell[], value: Cell, key: string, title: string, locale: Locale): Figure {
  return { key, title, value, shown: displayed(value, field.config, locale, field.type), field, times };
}

/** The bounds of a gauge: what is configured, else what the figures reach. */
export function boundsOf(figures: readonly Figure[], field: Shown): [number, number] {
  const values = figures.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  const { unit, min, max } = field.config;
  const whole = unit === 'percent' ? 100 : unit === 'percentunit' || unit === 'ratio' ? 1 : undefined;
  const low = min ?? Math.min(0, ...values);
  const high = max ?? whole ?? Math.max(...values, low + Number.EPSILON);
  return [low, high > low ? high : low + 1];
}
