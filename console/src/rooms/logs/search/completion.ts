/** What the query bar offers while one types; no DOM. */
import { clause, FIELDS } from '@/rooms/logs/queryText';

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
      insert: `${clause(field, value)} `,
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

/** The field whose value is being written at the caret, and what of it; null while no value is. */
export function valueAsked(q: string, caret: number): { readonly field: string; readonly text: string } | null {
  const word = /[^\s()]*$/.exec(q.slice(0, caret))?.[0].replace(/^-/, '') ?? '';
  const colon = word.indexOf(':');
  if (colon <= 0 || word.startsWith('"')) return null;
  const text = word.slice(colon + 1).replace(/^"/, '');
  // A range or comparison is no value to be completed.
  return /^[<>[{]/.test(text) ? null : { field: word.slice(0, colon), text };
}
