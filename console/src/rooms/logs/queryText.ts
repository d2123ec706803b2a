/** The text of a log query: read into tokens, changed clause by clause. The server decides what it means. */
export const FIELDS = [
  'level',
  'service',
  'message',
  'category',
  'action',
  'requestId',
  'userId',
  'traceId',
  'spanId',
  'error.name',
  'error.message',
  'tags',
  'durationMillis',
] as const;

export type Token = {
  readonly kind: 'word' | 'phrase' | 'field' | 'operator' | 'paren';
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** For `field`: its name and bare value. */
  readonly field?: string;
  readonly value?: string;
  readonly negated: boolean;
};

const TOKEN =
  /(\()|(\))|(-)?([\p{L}_][\p{L}\p{N}_.@-]*):("(?:[^"\\]|\\.)*"?|[^\s()"]*)|(-)?("(?:[^"\\]|\\.)*"?)|(-)?([^\s()"]+)/gu;

/** Splits leniently: an open quote runs to the end, nothing is ever refused. */
export function tokenize(q: string): Token[] {
  const tokens: Token[] = [];
  let negateNext = false;
  for (const match of q.matchAll(TOKEN)) {
    const [text, open, close, fieldMinus, field, value, phraseMinus, phrase, wordMinus, word] = match;
    const at = { text, from: match.index, to: match.index + text.length };
    const negated = negateNext || (fieldMinus ?? phraseMinus ?? wordMinus) !== undefined;
    negateNext = false;
    if (open !== undefined || close !== undefined) tokens.push({ ...at, kind: 'paren', negated: false });
    else if (field !== undefined) tokens.push({ ...at, kind: 'field', field, value: unquote(value ?? ''), negated });
    else if (phrase !== undefined) tokens.push({ ...at, kind: 'phrase', value: unquote(phrase), negated });
    else if (word === 'OR' || word === 'AND' || word === 'NOT') {
      negateNext = word === 'NOT';
      tokens.push({ ...at, kind: 'operator', negated: false });
    } else tokens.push({ ...at, kind: 'word', value: word ?? '', negated });
  }
  return tokens;
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  const inner = text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text.slice(1);
  return inner.replace(/\\(.)/g, '$1');
}

/** `field:value`, the value in quotes where it could be read as something else. */
export function clause(field: string, value: string, negated = false): string {
  const plain = /^[\p{L}\p{N}_][\p{L}\p{N}_.@/-]*$/u.test(value) && !['AND', 'OR', 'NOT'].includes(value);
  const written = plain ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
  return `${negated ? '-' : ''}${field}:${written}`;
}

function sameClause(token: Token, field: string, value: string): boolean {
  return token.kind === 'field' && token.field === field && token.value === value;
}

/** Adds a clause; the same one the other way round is replaced, the same one again changes nothing. */
export function withClause(q: string, field: string, value: string, negated = false): string {
  const tokens = tokenize(q);
  if (tokens.some((token) => sameClause(token, field, value) && token.negated === negated)) return q;
  const rest = withoutClause(q, field, value);
  const top = tokenize(rest);
  // `a OR b` with a clause beside it would read `a OR (b clause)`.
  const open = top.some((token) => token.kind === 'operator' && token.text === 'OR' && depthAt(top, token) === 0);
  const kept = open ? `(${rest})` : rest;
  return `${kept} ${clause(field, value, negated)}`.trim();
}

function depthAt(tokens: readonly Token[], at: Token): number {
  let depth = 0;
  for (const token of tokens) {
    if (token === at) break;
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
  }
  return depth;
}

/** Takes every such clause away, negated or not, with a `NOT` before it. */
export function withoutClause(q: string, field: string, value: string): string {
  const tokens = tokenize(q);
  let result = '';
  let from = 0;
  tokens.forEach((token, at) => {
    if (!sameClause(token, field, value)) return;
    const before = tokens[at - 1];
    result += q.slice(from, before?.text === 'NOT' ? before.from : token.from);
    from = token.to;
  });
  result += q.slice(from);
  return result.replace(/\s+/g, ' ').trim();
}

/** Whether the query holds the clause: 1 as it is, -1 negated, 0 not at all. */
export function clauseState(q: string, field: string, value: string): -1 | 0 | 1 {
  const found = tokenize(q).find((token) => sameClause(token, field, value));
  if (found === undefined) return 0;
  return found.negated ? -1 : 1;
}

/** The words to mark in messages: bare words, phrases and `message:` values that are not excluded. */
export function markTerms(q: string): string[] {
  const terms = tokenize(q).flatMap((token): string[] => {
    if (token.negated || token.value === undefined) return [];
    if (token.kind === 'field' && token.field !== 'message') return [];
    return [token.value.replace(/\*+$/, '')];
  });
  return [...new Set(terms.filter((term) => term !== ''))];
}

export type Mark = { readonly text: string; readonly hit: boolean };

/** Cuts a message into marked and plain parts, in any case; overlapping hits become one. */
export function markParts(message: string, terms: readonly string[]): Mark[] {
  const hits: [number, number][] = [];
  const lower = message.toLowerCase();
  // Lower case may be longer in a few scripts; then positions would not fit.
  if (lower.length === message.length) {
    for (const term of terms) {
      const wanted = term.toLowerCase();
      for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length)) {
        hits.push([at, at + wanted.length]);
      }
    }
  }
  hits.sort((a, b) => a[0] - b[0]);
  const parts: Mark[] = [];
  let reached = 0;
  for (const [from, to] of hits) {
    if (to <= reached) continue;
    const start = Math.max(from, reached);
    if (start > reached) parts.push({ text: message.slice(reached, start), hit: false });
    const last = parts.at(-1);
    if (last?.hit === true) parts[parts.length - 1] = { text: last.text + message.slice(start, to), hit: true };
    else parts.push({ text: message.slice(start, to), hit: true });
    reached = to;
  }
  if (reached < message.length || parts.length === 0) parts.push({ text: message.slice(reached), hit: false });
  return parts;
}
