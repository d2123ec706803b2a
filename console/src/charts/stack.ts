/** Columns laid on one another; no DOM. */
type Column = readonly (number | null | undefined)[];

/**
 * Each shown column on top of those before it. A hole counts nothing where another series has a value, and stays a hole
 * where none has; hidden columns are left as holes.
 */
export function stacked(columns: readonly Column[], hidden: (index: number) => boolean): (number | null)[][] {
  const length = columns[0]?.length ?? 0;
  const below = Array.from({ length }, () => 0);
  const present = Array.from({ length }, (_, at) => columns.some((column, index) => !hidden(index) && typeof column[at] === 'number'));
  return columns.map((column, index) => {
    if (hidden(index)) return Array.from({ length }, () => null);
    return Array.from({ length }, (_, at) => {
      if (present[at] !== true) return null;
      below[at] = (below[at] ?? 0) + (column[at] ?? 0);
      return below[at] ?? 0;
    });
  });
}

/** Pairs of neighbours among the shown columns, each with the one below it. */
export function neighbours(count: number, hidden: (index: number) => boolean): { readonly upper: number; readonly lower: number }[] {
  const shown = Array.from({ length: count }, (_, index) => index).filter((index) => !hidden(index));
  return shown.slice(1).map((upper, at) => ({ upper, lower: shown[at] ?? 0 }));
}
