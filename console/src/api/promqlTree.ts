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
});

/** When a selector or subquery is evaluated, in milliseconds. */
interface Times {
  readonly offset: number;
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
  | ({ readonly type: 'matrixSelector'; readonly range: number } & Selector)
  | ({ readonly type: 'subquery'; readonly expr: Expr; readonly range: number; readonly step: number } & Times)
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
  offset: defaulted(number, 0)(fields['offset'], `${path}.offset`),
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
  const milliseconds = (name: string): number => defaulted(number, 0)(fields[name], `${path}.${name}`);
  switch (fields['type']) {
    case 'vectorSelector':
      return { type: 'vectorSelector', ...selector(fields, path) };
    case 'matrixSelector':
      return { type: 'matrixSelector', range: milliseconds('range'), ...selector(fields, path) };
    case 'subquery':
      return { type: 'subquery', expr: child('expr'), range: milliseconds('range'), step: milliseconds('step'), ...times(fields, path) };
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
