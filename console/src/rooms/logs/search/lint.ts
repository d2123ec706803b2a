/** What is wrong with a query while one types, with its place; no DOM. The server has the last word. */
import { FIELDS, tokenize, type Token } from '@/rooms/logs/queryText';

export type Problem = {
  readonly from: number;
  readonly to: number;
  readonly kind: 'quote' | 'open' | 'close' | 'empty' | 'value' | 'operator' | 'field' | 'server';
  readonly severity: 'error' | 'warning';
  /** The field that no line has, or the server's own words. */
  readonly text: string;
};

/** Names that the server reads as one of its own. */
const ALIASES = new Set<string>([
  ...FIELDS,
  ...'timestamp @timestamp time error error.stack msg body tag app duration duration_ms _exists_'.split(' '),
  ...'severity log.level service.name request_id user_id trace_id span_id'.split(' '),
]);

/** Problems in order of place. `known` are the fields of recent lines; without any, no field is doubted. */
export function lint(q: string, known: readonly string[]): Problem[] {
  const tokens = tokenize(q);
  const problems = [...pairs(tokens), ...tokens.flatMap((token, at) => problemsOf(q, tokens, token, at))];
  if (known.length > 0) problems.push(...unknownFields(tokens, new Set(known)));
  return problems.sort((a, b) => a.from - b.from);
}

function error(token: Pick<Token, 'from' | 'to'>, kind: Problem['kind'], text = ''): Problem {
  return { from: token.from, to: token.to, kind, severity: 'error', text };
}

function pairs(tokens: readonly Token[]): Problem[] {
  const open: Token[] = [];
  const problems: Problem[] = [];
  for (const token of tokens) {
    if (token.kind !== 'paren') continue;
    if (token.text === '(') open.push(token);
    else if (open.pop() === undefined) problems.push(error(token, 'close'));
  }
  return [...problems, ...open.map((token) => error(token, 'open'))];
}

function problemsOf(q: string, tokens: readonly Token[], token: Token, at: number): Problem[] {
  const quote = token.text.indexOf('"');
  if ((token.kind === 'phrase' || token.kind === 'field') && quote >= 0 && !isClosed(token.text.slice(quote))) {
    return [error({ from: token.from + quote, to: token.to }, 'quote')];
  }
  if (token.kind === 'field' && token.value === '' && quote < 0 && q[token.to] !== '(') return [error(token, 'value')];
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  if (token.kind === 'operator') {
    const joins = token.text !== 'NOT';
    const first = before === undefined || before.text === '(' || before.kind === 'operator';
    const last = after === undefined || after.text === ')';
    return last || (joins && first) ? [error(token, 'operator')] : [];
  }
  if (token.text === ')' && before?.text === '(') return [error({ from: before.from, to: token.to }, 'empty')];
  return [];
}

function isClosed(quoted: string): boolean {
  return /^"(?:[^"\\]|\\.)*"$/.test(quoted);
}

function unknownFields(tokens: readonly Token[], known: ReadonlySet<string>): Problem[] {
  return tokens.flatMap((token): Problem[] => {
    const field = token.field;
    if (token.kind !== 'field' || field === undefined || token.text.includes('://')) return [];
    if (ALIASES.has(field) || known.has(field) || known.has(`data.${field}`)) return [];
    const from = token.from + token.text.indexOf(field);
    return [{ from, to: from + field.length, kind: 'field', severity: 'warning', text: field }];
  });
}

/** Where the server's message points: `…, at character 8` is the eighth. */
export function serverProblem(q: string, message: string): Problem {
  const at = Number(/at character (\d+)/.exec(message)?.[1] ?? 1) - 1;
  const from = Math.max(0, Math.min(at, q.length - 1));
  return { from, to: at <= 0 && !message.includes('at character') ? q.length : from + 1, kind: 'server', severity: 'error', text: message };
}

export type Piece = { readonly text: string; readonly severity: Problem['severity'] | undefined };

/** The query cut where problems begin and end; where two lie over each other the graver shows. */
export function pieces(q: string, problems: readonly Problem[]): Piece[] {
  const cuts = [...new Set([0, q.length, ...problems.flatMap(({ from, to }) => [from, Math.min(to, q.length)])])].sort((a, b) => a - b);
  return cuts.slice(1).map((to, at) => {
    const from = cuts[at] ?? 0;
    const here = problems.filter((one) => one.from <= from && one.to >= to);
    const severity = here.some((one) => one.severity === 'error') ? 'error' : here[0]?.severity;
    return { text: q.slice(from, to), severity };
  });
}
