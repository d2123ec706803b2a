/** What the query bar offers while one types; no DOM. */
import { FIELDS } from './queryText';

export type Suggestion = {
  /** What is written into the query. */
  readonly insert: string;
  readonly label: string;
  readonly kind: 'field' | 'value' | 'operator';
  readonly count?: number;
};

export type Completion = {
  readonly from: number;
  readonly to: number;
  readonly suggestions: readonly Suggestion[];
};

export type KnownValues = Readonly<Record<string, readonly { readonly value: string; readonly count: number }[]>>;

const MOST = 12;
const OPERATORS = ['OR', 'NOT'];

/** Suggestions for the word at the caret: field names, then the values that the facets know. */
export function complete(
  q: string,
  caret: number,
  known: KnownValues,
  extraFields: readonly string[] = [],
): Completion {
  const before = /[^\s()]*$/.exec(q.slice(0, caret))?.[0] ?? '';
  const minus = before.startsWith('-') ? 1 : 0;
  const word = before.slice(minus);
  const from = caret - word.length;
  const after = /^[^\s()]*/.exec(q.slice(caret))?.[0] ?? '';
  const to = caret + after.length;
  const colon = word.indexOf(':');
  if (colon > 0) {
    const field = word.slice(0, colon);
    const typed = word
      .slice(colon + 1)
      .replace(/^"/, '')
      .toLowerCase();
    const values = (known[field] ?? []).filter(({ value }) => value.toLowerCase().includes(typed));
    const suggestions = values.slice(0, MOST).map(({ value, count }): Suggestion => ({
      insert: `${field}:${/^[\p{L}\p{N}_.@/-]+$/u.test(value) ? value : JSON.stringify(value)} `,
      label: value,
      kind: 'value',
      count,
    }));
    return { from, to, suggestions };
  }
  if (word.startsWith('"')) return { from, to, suggestions: [] };
  const typed = word.toLowerCase();
  const names = [...new Set<string>([...FIELDS, ...extraFields])].filter((name) => name.toLowerCase().includes(typed));
  names.sort((a, b) => Number(b.toLowerCase().startsWith(typed)) - Number(a.toLowerCase().startsWith(typed)));
  const fields = names.map((name): Suggestion => ({ insert: `${name}:`, label: name, kind: 'field' }));
  const operators =
    typed === '' || q.slice(0, from).trim() === ''
      ? []
      : OPERATORS.filter((name) => name.toLowerCase().startsWith(typed));
  return {
    from,
    to,
    suggestions: [
      ...operators.map((name): Suggestion => ({ insert: `${name} `, label: name, kind: 'operator' })),
      ...fields,
    ].slice(0, MOST),
  };
}

export function applied(q: string, completion: Completion, chosen: Suggestion): { q: string; caret: number } {
  const head = q.slice(0, completion.from) + chosen.insert;
  return { q: head + q.slice(completion.to).replace(/^\s+/, ''), caret: head.length };
}

/** The paths under `data` seen in the rows at hand, commonest first. */
export function dataFields(rows: readonly { readonly data: Readonly<Record<string, unknown>> }[]): string[] {
  const counts = new Map<string, number>();
  for (const { data } of rows.slice(0, 200)) {
    for (const path of pathsOf(data, 'data', 3)) counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, 60)
    .map(([path]) => path);
}

function pathsOf(value: Readonly<Record<string, unknown>>, path: string, depth: number): string[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = `${path}.${key}`;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner) && depth > 1) {
      return pathsOf(inner as Record<string, unknown>, own, depth - 1);
    }
    return [own];
  });
}
