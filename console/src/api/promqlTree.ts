/** A query as the server's parser understands it: `/api/v1/parse_query`. */
import { apiPostForm } from './client';
import { asObject, boolean, type Decoder, defaulted, list, nullable, number, object, oneOf, string, UnexpectedAnswer } from './decode';
import { BASE, envelope } from './prometheus';

const matcher = object({ name: string, value: string, type: oneOf(['=', '!=', '=~', '!~']) });
export type TreeMatcher = ReturnType<typeof matcher>;

const matching = object({
  card: defaulted(string, 'one-to-one'),
  labels: defaulted(list(string), []),
  on: defaulted(boolean, false),
  include: defaulted(list(string), []),
  fillValues: defaulted(object({ lhs: nullable(number), rhs: nullable(number) }), { lhs: null, rhs: null }),
});

/** A length of time: milliseconds, or, where it is computed, the PromQL that computes it. */
export type Length = number | string;

/** The words of a computed length: `(5m + step())`. */
const lengthText: Decoder<string> = (value, path) => {
  const node = asObject(value, path);
  if (node['type'] === 'numberLiteral') return `${string(node['val'], `${path}.val`)}${node['duration'] === true ? 's' : ''}`;
  const op = string(node['op'], `${path}.op`);
  const side = (name: string): string => lengthText(node[name], `${path}.${name}`);
  const text = ((): string => {
    if (op === 'step' || op === 'range') return `${op}()`;
    if (/^(min|max)(_of)?$/.test(op)) return `${op.slice(0, 3)}(${side('lhs')}, ${side('rhs')})`;
    if (node['lhs'] === null || node['lhs'] === undefined) return `${op}${side('rhs')}`;
    return `${side('lhs')} ${op} ${side('rhs')}`;
  })();
  return node['wrapped'] === true ? `(${text})` : text;
};

function lengthOf(fields: Record<string, unknown>, name: string, path: string): Length {
  const computed = nullable(lengthText)(fields[`${name}Expr`], `${path}.${name}Expr`);
  return computed ?? defaulted(number, 0)(fields[name], `${path}.${name}`);
}

/** When a selector or subquery is evaluated; the timestamp in milliseconds. */
interface Times {
  readonly offset: Length;
  readonly timestamp: number | null;
  readonly startOrEnd: string | null;
}
interface Selector extends Times {
  readonly name: string;
  readonly matchers: readonly TreeMatcher[];
  readonly anchored: boolean;
  readonly smoothed: boolean;
}

export type Expr =
  | ({ readonly type: 'vectorSelector' } & Selector)
  | ({ readonly type: 'matrixSelector'; readonly range: Length } & Selector)
  | ({ readonly type: 'subquery'; readonly expr: Expr; readonly range: Length; readonly step: Length } & Times)
  | {
      readonly type: 'aggregation';
      readonly op: string;
      readonly expr: Expr;
      readonly param: Expr | null;
      readonly grouping: readonly string[];
      readonly without: boolean;
    }
  | {
      readonly type: 'binaryExpr';
      readonly op: string;
      readonly lhs: Expr;
      readonly rhs: Expr;
      readonly matching: ReturnType<typeof matching> | null;
      readonly bool: boolean;
    }
  | { readonly type: 'call'; readonly name: string; readonly returns: string; readonly args: readonly Expr[] }
  | { readonly type: 'unaryExpr'; readonly op: string; readonly expr: Expr }
  | { readonly type: 'parenExpr'; readonly expr: Expr }
  | { readonly type: 'numberLiteral'; readonly val: string }
  | { readonly type: 'stringLiteral'; readonly val: string };

const times = (fields: Record<string, unknown>, path: string): Times => ({
  offset: lengthOf(fields, 'offset', path),
  timestamp: nullable(number)(fields['timestamp'], `${path}.timestamp`),
  startOrEnd: nullable(string)(fields['startOrEnd'], `${path}.startOrEnd`),
});

const selector = (fields: Record<string, unknown>, path: string): Selector => ({
  ...times(fields, path),
  name: defaulted(string, '')(fields['name'], `${path}.name`),
  matchers: defaulted(list(matcher), [])(fields['matchers'], `${path}.matchers`),
  anchored: defaulted(boolean, false)(fields['anchored'], `${path}.anchored`),
  smoothed: defaulted(boolean, false)(fields['smoothed'], `${path}.smoothed`),
});

export const expr: Decoder<Expr> = (value, path) => {
  const fields = asObject(value, path);
  const child = (name: string): Expr => expr(fields[name], `${path}.${name}`);
  const text = (name: string): string => string(fields[name], `${path}.${name}`);
  const length = (name: string): Length => lengthOf(fields, name, path);
  switch (fields['type']) {
    case 'vectorSelector':
      return { type: 'vectorSelector', ...selector(fields, path) };
    case 'matrixSelector':
      return { type: 'matrixSelector', range: length('range'), ...selector(fields, path) };
    case 'subquery':
      return { type: 'subquery', expr: child('expr'), range: length('range'), step: length('step'), ...times(fields, path) };
    case 'aggregation':
      return {
        type: 'aggregation',
        op: text('op'),
        expr: child('expr'),
        param: nullable(expr)(fields['param'], `${path}.param`),
        grouping: defaulted(list(string), [])(fields['grouping'], `${path}.grouping`),
        without: defaulted(boolean, false)(fields['without'], `${path}.without`),
      };
    case 'binaryExpr':
      return {
        type: 'binaryExpr',
        op: text('op'),
        lhs: child('lhs'),
        rhs: child('rhs'),
        matching: nullable(matching)(fields['matching'], `${path}.matching`),
        bool: defaulted(boolean, false)(fields['bool'], `${path}.bool`),
      };
    case 'call': {
      const func = object({ name: string, returnType: defaulted(string, 'vector') })(fields['func'], `${path}.func`);
      const args = defaulted(list(expr), [])(fields['args'], `${path}.args`);
      return { type: 'call', name: func.name, returns: func.returnType, args };
    }
    case 'unaryExpr':
      return { type: 'unaryExpr', op: text('op'), expr: child('expr') };
    case 'parenExpr':
      return { type: 'parenExpr', expr: child('expr') };
    case 'numberLiteral':
      return { type: 'numberLiteral', val: text('val') };
    case 'stringLiteral':
      return { type: 'stringLiteral', val: text('val') };
    default:
      throw new UnexpectedAnswer(`${path}.type`, 'a kind of expression', fields['type']);
  }
};

export async function parseQuery(query: string, signal?: AbortSignal): Promise<Expr> {
  return (await apiPostForm(`${BASE}/parse_query`, { query }, envelope(expr), signal)).data;
}
