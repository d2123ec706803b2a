/** Answers as files: comma-separated for a spreadsheet, tab-separated for its clipboard; no DOM. */
import type { RangeSeries } from '@/api/prometheus';
import type { Table } from './table';

type Cells = readonly (string | number)[];

const quoted = (cell: string | number): string => {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const toCsv = (rows: readonly Cells[]): string => rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');

export const toTsv = (rows: readonly Cells[]): string =>
  rows.map((row) => `${row.map((cell) => String(cell).replaceAll(/[\t\r\n]/g, ' ')).join('\t')}\n`).join('');

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

/** Hands `text` to the browser as a file named `name`. */
export function download(name: string, text: string): void {
  // The mark lets spreadsheets read Chinese as it is.
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
