/** Tables as files: comma-separated for a spreadsheet, tab-separated for its clipboard. */
export type Cells = readonly (string | number)[];

const quoted = (cell: string | number): string => {
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

export const toCsv = (rows: readonly Cells[]): string => rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('');

export const toTsv = (rows: readonly Cells[]): string =>
  rows.map((row) => `${row.map((cell) => String(cell).replaceAll(/[\t\r\n]/g, ' ')).join('\t')}\n`).join('');

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
