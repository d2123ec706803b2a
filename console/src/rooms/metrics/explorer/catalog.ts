/** The metrics there are, gathered into families and groups and found by words; no DOM. */
import type { MetricMetadata } from '@/api/prometheus';

export type Family = {
  /** The name under which it is chosen: for histograms and summaries without `_bucket`, `_sum`, `_count`. */
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly unit: string;
  /** The metrics stored for it. */
  readonly members: readonly string[];
};
export type Group = { readonly prefix: string; readonly families: readonly Family[] };

type Metadata = Readonly<Record<string, readonly MetricMetadata[]>>;

const PARTS = /_(bucket|sum|count)$/;

/** One entry per family, in order of names; a metric without metadata is guessed by its suffix. */
export function familiesOf(names: readonly string[], metadata: Metadata): Family[] {
  const known = new Set(names);
  const members = new Map<string, string[]>();
  for (const name of names) {
    const family = familyOf(name, known, metadata);
    const of = members.get(family);
    if (of === undefined) members.set(family, [name]);
    else of.push(name);
  }
  return [...members]
    .map(([name, of]) => {
      const told = toldOf(metadata, name, of);
      return { name, type: told?.type ?? guessedType(name, of), help: told?.help ?? '', unit: told?.unit ?? '', members: of };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function familyOf(name: string, known: ReadonlySet<string>, metadata: Metadata): string {
  const base = name.replace(PARTS, '');
  if (base === name) return name;
  const type = metadata[base]?.[0]?.type;
  if (type === 'histogram' || type === 'summary') return base;
  // Without metadata the three together are a sign that cannot be missed.
  return type === undefined && known.has(`${base}_bucket`) && known.has(`${base}_count`) ? base : name;
}

/** A counter may be told of without its `_total`, any part under the name of its family. */
function toldOf(metadata: Metadata, name: string, members: readonly string[]): MetricMetadata | undefined {
  for (const one of [name, ...members, name.replace(/_(total|created)$/, '')]) {
    const told = metadata[one]?.[0];
    if (told !== undefined) return told;
  }
  return undefined;
}

function guessedType(name: string, members: readonly string[]): string {
  if (members.some((one) => one.endsWith('_bucket'))) return 'histogram';
  return /_(total|count|sum|bucket)$/.test(name) ? 'counter' : 'unknown';
}

/** Those that have every word in name, help or unit, in any order. */
export function findFamilies(families: readonly Family[], text: string, type: string | undefined): Family[] {
  const words = text
    .toLowerCase()
    .split(/[\s,，、]+/)
    .filter((word) => word !== '');
  return families.filter((family) => {
    if (type !== undefined && family.type !== type) return false;
    const all = `${family.members.join(' ')} ${family.name} ${family.help} ${family.unit} ${family.type}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** By the first part of the name; a prefix with one member joins the others at the end, under ''. */
export function groupsOf(families: readonly Family[]): Group[] {
  const groups = new Map<string, Family[]>();
  for (const family of families) {
    const prefix = /^[^_:.]+/.exec(family.name)?.[0] ?? '';
    groups.set(prefix, [...(groups.get(prefix) ?? []), family]);
  }
  const single = [...groups].filter(([, of]) => of.length === 1).flatMap(([, of]) => of);
  const result = [...groups].filter(([, of]) => of.length > 1).map(([prefix, of]) => ({ prefix, families: of }));
  return single.length === 0 ? result : [...result, { prefix: '', families: single }];
}

export type ListRow =
  | { readonly kind: 'group'; readonly prefix: string; readonly count: number; readonly open: boolean }
  | { readonly kind: 'family'; readonly family: Family };

/** What the list shows: each group's head, and what is in those that are open. */
export function listRows(groups: readonly Group[], closed: ReadonlySet<string>): ListRow[] {
  return groups.flatMap(({ prefix, families }): ListRow[] => {
    const open = !closed.has(prefix);
    const head: ListRow = { kind: 'group', prefix, count: families.length, open };
    return open ? [head, ...families.map((family): ListRow => ({ kind: 'family', family }))] : [head];
  });
}

export const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'unknown'] as const;

/** How many there are of each type, those that occur. */
export function typeCounts(families: readonly Family[]): { readonly type: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { type } of families) counts.set(type, (counts.get(type) ?? 0) + 1);
  const rank = (type: string): number => {
    const at = TYPES.findIndex((one) => one === type);
    return at < 0 ? TYPES.length : at;
  };
  return [...counts].map(([type, count]) => ({ type, count })).sort((a, b) => rank(a.type) - rank(b.type));
}
