/** A parsed query as rows of a tree: the words of each node, its value's type, and PromQL that asks for it alone; no DOM. */
import type { Expr, Length, TreeMatcher } from '@/api/promqlTree';

export type ValueType = 'vector' | 'matrix' | 'scalar' | 'string';

export type TreeRow = {
  readonly key: string;
  readonly depth: number;
  readonly text: string;
  readonly type: ValueType;
  /** PromQL for this node alone; null where it would say nothing: literals and brackets. */
  readonly query: string | null;
};

/** The node, then its children, in the order in which one reads them. Brackets are left out. */
export function rowsOf(root: Expr): TreeRow[] {
  const rows: TreeRow[] = [];
  const walk = (node: Expr, depth: number, key: string): void => {
    if (node.type === 'parenExpr') return walk(node.expr, depth, key);
    const literal = node.type === 'numberLiteral' || node.type === 'stringLiteral';
    rows.push({ key, depth, text: headOf(node), type: typeOf(node), query: literal ? null : askable(node) });
    childrenOf(node).forEach((child, at) => walk(child, depth + 1, `${key}.${at}`));
  };
  walk(root, 0, '0');
  return rows;
}

export function childrenOf(node: Expr): readonly Expr[] {
  switch (node.type) {
    case 'aggregation':
      return node.param === null ? [node.expr] : [node.param, node.expr];
    case 'binaryExpr':
      return [node.lhs, node.rhs];
    case 'call':
      return node.args;
    case 'subquery':
    case 'unaryExpr':
    case 'parenExpr':
      return [node.expr];
    case 'vectorSelector':
    case 'matrixSelector':
    case 'numberLiteral':
    case 'stringLiteral':
      return [];
  }
}

export function typeOf(node: Expr): ValueType {
  switch (node.type) {
    case 'matrixSelector':
    case 'subquery':
      return 'matrix';
    case 'numberLiteral':
      return 'scalar';
    case 'stringLiteral':
      return 'string';
    case 'call':
      return node.returns === 'scalar' || node.returns === 'string' || node.returns === 'matrix' ? node.returns : 'vector';
    case 'binaryExpr':
      return typeOf(node.lhs) === 'scalar' && typeOf(node.rhs) === 'scalar' ? 'scalar' : 'vector';
    case 'unaryExpr':
    case 'parenExpr':
      return typeOf(node.expr);
    case 'aggregation':
    case 'vectorSelector':
      return 'vector';
  }
}

/** A range of samples is asked for as how many there are of each series: its size, without fetching it. */
function askable(node: Expr): string {
  return typeOf(node) === 'matrix' ? `count_over_time(${written(node)})` : written(node);
}

/** What the row of a node says: all but its children. */
function headOf(node: Expr): string {
  switch (node.type) {
    case 'aggregation':
      return node.op + groupingOf(node);
    case 'binaryExpr':
      return operatorOf(node);
    case 'call':
      return `${node.name}()`;
    case 'subquery':
      return `[${lengthOf(node.range)}:${node.step === 0 ? '' : lengthOf(node.step)}]${timesOf(node)}`;
    case 'unaryExpr':
      return node.op;
    default:
      return written(node);
  }
}

/** The node as PromQL. */
export function written(node: Expr): string {
  switch (node.type) {
    case 'vectorSelector':
      return selectorOf(node) + modifiersOf(node);
    case 'matrixSelector':
      return `${selectorOf(node)}[${lengthOf(node.range)}]${modifiersOf(node)}`;
    case 'subquery':
      return `${written(node.expr)}${headOf(node)}`;
    case 'aggregation': {
      const param = node.param === null ? '' : `${written(node.param)}, `;
      return `${node.op}${groupingOf(node)} (${param}${written(node.expr)})`;
    }
    case 'binaryExpr':
      return `${written(node.lhs)} ${operatorOf(node)} ${written(node.rhs)}`;
    case 'call':
      return `${node.name}(${node.args.map(written).join(', ')})`;
    case 'unaryExpr':
      return node.op + written(node.expr);
    case 'parenExpr':
      return `(${written(node.expr)})`;
    case 'numberLiteral':
      return node.val;
    case 'stringLiteral':
      return JSON.stringify(node.val);
  }
}

function groupingOf(node: Extract<Expr, { type: 'aggregation' }>): string {
  if (node.grouping.length === 0 && !node.without) return '';
  return ` ${node.without ? 'without' : 'by'} (${node.grouping.map(labelName).join(', ')})`;
}

function operatorOf(node: Extract<Expr, { type: 'binaryExpr' }>): string {
  const parts = [node.op];
  if (node.bool) parts.push('bool');
  const { matching } = node;
  if (matching !== null && (matching.labels.length > 0 || matching.on)) {
    parts.push(`${matching.on ? 'on' : 'ignoring'} (${matching.labels.map(labelName).join(', ')})`);
  }
  const group = matching?.card === 'many-to-one' ? 'group_left' : matching?.card === 'one-to-many' ? 'group_right' : null;
  if (group !== null) parts.push(`${group} (${(matching?.include ?? []).map(labelName).join(', ')})`);
  if (matching !== null) parts.push(...fillOf(matching.fillValues));
  return parts.join(' ');
}

function fillOf({ lhs, rhs }: { readonly lhs: number | null; readonly rhs: number | null }): string[] {
  if (lhs !== null && lhs === rhs) return [`fill (${lhs})`];
  return [...(lhs === null ? [] : [`fill_left (${lhs})`]), ...(rhs === null ? [] : [`fill_right (${rhs})`])];
}

type AnySelector = Extract<Expr, { type: 'vectorSelector' | 'matrixSelector' }>;

function selectorOf(node: AnySelector): string {
  const plain = /^[a-zA-Z_:][\w:]*$/.test(node.name);
  const named = ({ name, type, value }: TreeMatcher): boolean => name === '__name__' && type === '=' && value === node.name;
  const matchers = node.matchers
    .filter((one) => node.name === '' || !named(one))
    .map(({ name, type, value }) => `${labelName(name)}${type}${JSON.stringify(value)}`);
  if (node.name !== '' && !plain) matchers.unshift(JSON.stringify(node.name));
  const head = plain ? node.name : '';
  return matchers.length === 0 && head !== '' ? head : `${head}{${matchers.join(', ')}}`;
}

function modifiersOf(node: AnySelector): string {
  return `${node.anchored ? ' anchored' : ''}${node.smoothed ? ' smoothed' : ''}${timesOf(node)}`;
}

function timesOf(node: Extract<Expr, { offset: Length }>): string {
  const at = node.startOrEnd ?? (node.timestamp === null ? null : (node.timestamp / 1000).toFixed(3));
  const offset = node.offset === 0 ? '' : ` offset ${lengthOf(node.offset)}`;
  return `${at === null ? '' : ` @ ${node.startOrEnd === null ? at : `${at}()`}`}${offset}`;
}

const labelName = (name: string): string => (/^[a-zA-Z_]\w*$/.test(name) ? name : JSON.stringify(name));

const UNITS = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

const lengthOf = (length: Length): string =>
  typeof length === 'string' ? length : `${length < 0 ? '-' : ''}${duration(Math.abs(length))}`;

/** Milliseconds as PromQL writes a duration: `1h30m`. */
export function duration(ms: number): string {
  let left = Math.round(ms);
  let text = '';
  for (const [unit, size] of UNITS) {
    if (unit === 'w' && left % size !== 0) continue;
    const count = Math.floor(left / size);
    if (count > 0) text += `${count}${unit}`;
    left -= count * size;
  }
  return text === '' ? '0s' : text;
}
