/** What the tooltip of a time-series chart tells; no DOM. */
import type { Aligned, Series } from './seriesData';

export type HoverRow = { readonly name: string; readonly color: string; readonly value: number };

const REACH = 3;

/** The series' value at `index`, or at the nearest time within three columns where it has a point of its own. */
export function valueNear(column: readonly (number | null | undefined)[], index: number): number | null {
  for (let away = 0; away <= REACH; away++) {
    for (const at of [index - away, index + away]) {
      const value = column[at];
      if (value !== undefined) return value;
    }
  }
  return null;
}

/** The shown series with a value there, largest first. */
export function hoverRows(
  series: readonly Series[],
  colors: readonly string[],
  hidden: ReadonlySet<string>,
  aligned: Aligned,
  index: number,
): HoverRow[] {
  return series
    .flatMap((one, at): HoverRow[] => {
      if (hidden.has(one.name)) return [];
      const value = valueNear(aligned.columns[at] ?? [], index);
      return value === null ? [] : [{ name: one.name, color: colors[at] ?? '', value }];
    })
    .sort((a, b) => b.value - a.value);
}
