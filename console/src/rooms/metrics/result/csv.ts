/** Answers as the cells of a table; no DOM. */
import type { RangeSeries } from '@/api/prometheus';
import type { Cells } from '@/lib/csv';
import type { Table } from './table';

/** Every label and the value, those that all rows share too: a file is read far from its page. */
export function tableCells(table: Table): Cells[] {
  const labels = [...table.columns, ...Object.keys(table.common)];
  const rows = table.rows.map((row) => [...labels.map((label) => row.labels[label] ?? ''), row.value]);
  return [[...labels, 'value'], ...rows];
}

/** One row per time, one column per series; empty where a series has nothing. */
export function rangeCells(answer: readonly RangeSeries[], names: readonly string[]): Cells[] {
  const times = [...new Set(answer.flatMap(({ points }) => points.map(([ms]) => ms)))].sort((a, b) => a - b);
  const values = answer.map(({ points }) => new Map(points));
  return [
    ['time', ...names],
    ...times.map((ms) => [new Date(ms).toISOString(), ...values.map((one) => one.get(ms) ?? '')]),
  ];
}
