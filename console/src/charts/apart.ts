/** Marks that do not cover each other; no DOM. */
const MOST = 200;
/** Nearer than this one dot covers another, which could then not be pointed at. */
const APART_PX = 9;

/** Those that stand apart from all before them; the first come first. */
export function apart<T>(items: readonly T[], place: (item: T) => readonly [x: number, y: number]): T[] {
  const kept: { readonly item: T; readonly at: readonly [x: number, y: number] }[] = [];
  for (const item of items) {
    const at = place(item);
    if (kept.some(({ at: other }) => Math.abs(other[0] - at[0]) < APART_PX && Math.abs(other[1] - at[1]) < APART_PX)) continue;
    kept.push({ item, at });
    if (kept.length >= MOST) break;
  }
  return kept.map(({ item }) => item);
}
