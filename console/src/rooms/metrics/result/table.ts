/** The table of an instant answer; no DOM. */
import type { NativeHistogram } from '@/api/histogram';
import type { InstantAnswer, Labels } from '@/api/prometheus';
import { commonLabels } from './seriesNames';

export type TableRow = {
  readonly key: string;
  readonly labels: Labels;
  /** The last value; of a native histogram its count. */
  readonly value: number;
  readonly histogram?: NativeHistogram;
  /** How many samples a range holds; absent for an instant. */
  readonly samples?: number;
};
export type Table = {
  /** Labels that differ between rows, in order of their names. */
  readonly columns: readonly string[];
  /** Labels that all rows share. */
  readonly common: Labels;
  readonly rows: readonly TableRow[];
};

export function toTable(answer: InstantAnswer): Table | null {
  const rows = rowsOf(answer);
  if (rows === null) return null;
  const common = commonLabels(rows.map(({ labels }) => labels));
  const columns = [...new Set(rows.flatMap(({ labels }) => Object.keys(labels)))]
    .filter((label) => common[label] === undefined)
    .sort((a, b) => Number(b === '__name__') - Number(a === '__name__') || a.localeCompare(b));
  return { columns, common, rows };
}

function rowsOf(answer: InstantAnswer): TableRow[] | null {
  switch (answer.kind) {
    case 'vector':
      return answer.series.map(({ metric, sample, histogram }) => ({
        key: JSON.stringify(metric),
        labels: metric,
        value: histogram === undefined ? sample[1] : histogram.count,
        ...(histogram === undefined ? {} : { histogram }),
      }));
    case 'matrix':
      return answer.series.map(({ metric, points, histograms }) => {
        const histogram = histograms?.at(-1)?.[1];
        return {
          key: JSON.stringify(metric),
          labels: metric,
          value: points.at(-1)?.[1] ?? histogram?.count ?? NaN,
          samples: points.length + (histograms?.length ?? 0),
          ...(histogram === undefined ? {} : { histogram }),
        };
      });
    case 'scalar':
      return [{ key: 'scalar', labels: {}, value: answer.sample[1] }];
    case 'string':
      return null;
  }
}

/** `value` sorts by the figure, anything else by that label; `descending` turns it round. */
export type Sorting = { readonly by: string; readonly descending: boolean };

export function sortRows(rows: readonly TableRow[], { by, descending }: Sorting): TableRow[] {
  const sign = descending ? -1 : 1;
  const figure = (row: TableRow): number => (Number.isNaN(row.value) ? sign * Infinity : row.value);
  return [...rows].sort((a, b) => {
    if (by !== 'value')
      return sign * (a.labels[by] ?? '').localeCompare(b.labels[by] ?? '', undefined, { numeric: true });
    const [x, y] = [figure(a), figure(b)];
    return x === y ? 0 : sign * (x < y ? -1 : 1);
  });
}
