/** Reads values out of a dashboard's JSON, which people and programs have written in many ways: what is not as expected is absent. */
export type Tree = Readonly<Record<string, unknown>>;

const NOTHING: Tree = {};

export function tree(value: unknown): Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Tree) : NOTHING;
}

export function trees(value: unknown): Tree[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null).map(tree) : [];
}

export function text(value: unknown, otherwise = ''): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : otherwise;
}

export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A finite number, also when it is written as text. */
export function figure(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const read = Number(value);
  return Number.isFinite(read) ? read : undefined;
}

/** The value at a path of keys. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((now, key) => tree(now)[key], value);
}

/** A regular expression as dashboards write it, `/…/flags` or bare; null when it cannot be read. */
export function pattern(written: string, bareIsWhole = false): RegExp | null {
  const slashed = /^\/(.*)\/([gimsuy]*)$/s.exec(written);
  try {
    if (slashed !== null) return new RegExp(slashed[1] ?? '', (slashed[2] ?? '').replaceAll('g', ''));
    return new RegExp(bareIsWhole ? `^(?:${written})$` : written);
  } catch {
    return null;
  }
}
