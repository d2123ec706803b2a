/** The variables of a dashboard: what they offer and what is chosen; no requests. */
import { pattern, text, texts, tree, trees, type Tree } from './json';

export type VariableType = 'query' | 'custom' | 'constant' | 'interval' | 'datasource' | 'textbox' | 'adhoc';

export type Option = { readonly text: string; readonly value: string };

export type Variable = {
  readonly name: string;
  readonly type: string;
  readonly label: string;
  readonly description: string;
  /** 0 shown, 1 without its label, 2 not at all. */
  readonly hide: number;
  readonly multi: boolean;
  readonly includeAll: boolean;
  readonly allValue: string;
  readonly query: string;
  readonly source: string;
  readonly regex: string;
  readonly sort: number;
  readonly options: readonly Option[];
  readonly current: readonly string[];
};

/** Stands for every option there is. */
export const ALL = '$__all';

export function readVariable(json: Tree): Variable {
  const current = tree(json['current'])['value'];
  const chosen = Array.isArray(current) ? texts(current) : current === undefined ? [] : [text(current)];
  const query = json['query'];
  const datasource = json['datasource'];
  return {
    name: text(json['name']),
    type: text(json['type'], 'query'),
    label: text(json['label']),
    description: text(json['description']),
    hide: typeof json['hide'] === 'number' ? json['hide'] : 0,
    multi: json['multi'] === true,
    includeAll: json['includeAll'] === true,
    allValue: text(json['allValue']),
    query: typeof query === 'string' ? query : text(tree(query)['query']) || text(json['definition']),
    source: text(tree(datasource)['type']) || text(datasource),
    regex: text(json['regex']),
    sort: typeof json['sort'] === 'number' ? json['sort'] : 0,
    options: trees(json['options'])
      .map((option) => ({ text: text(option['text']), value: text(option['value']) }))
      .filter(({ value }) => value !== ALL),
    current: chosen.filter((value) => value !== ''),
  };
}

/** What a variable of a fixed list offers: `a, b : 2`, where ` : ` parts the words from the value. */
export function listed(query: string): Option[] {
  return query
    .split(/(?<!\\),/)
    .map((part) => part.trim().replaceAll('\\,', ','))
    .filter((part) => part !== '')
    .map((part) => {
      const [, words = part, value = part] = /^(.*?) : (.*)$/s.exec(part) ?? [];
      return { text: words.trim(), value: value.trim() };
    });
}

/** Applies a variable's `regex`: keeps what matches, takes its groups `text` and `value`, or its first group. */
export function filtered(options: readonly Option[], regex: string): Option[] {
  const read = regex === '' ? null : pattern(regex);
  if (read === null) return [...options];
  return options.flatMap((option) => {
    const match = read.exec(option.value);
    if (match === null) return [];
    const { text: words, value } = match.groups ?? {};
    if (words !== undefined || value !== undefined) return [{ text: words ?? value ?? '', value: value ?? words ?? '' }];
    const first = match[1];
    return first === undefined ? [option] : [{ text: first, value: first }];
  });
}

/** Grafana's orders: 1, 2 by letters, 3, 4 by number, 5, 6 without case, 7, 8 natural; even ones downwards. */
export function sorted(options: readonly Option[], sort: number): Option[] {
  const once = [...new Map(options.map((option) => [option.value, option])).values()];
  if (sort === 0) return once;
  const number = ({ text: words }: Option): number => Number(/\d+(\.\d+)?/.exec(words)?.[0] ?? -1);
  const orders: ((a: Option, b: Option) => number)[] = [
    (a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0),
    (a, b) => number(a) - number(b),
    (a, b) => a.text.toLowerCase().localeCompare(b.text.toLowerCase()),
    (a, b) => a.text.localeCompare(b.text, undefined, { numeric: true }),
  ];
  const order = orders[Math.floor((sort - 1) / 2)];
  if (order === undefined) return once;
  return once.sort(sort % 2 === 0 ? (a, b) => order(b, a) : order);
}

/** What is chosen: what the URL says, else what is stored, as far as it is offered; else all, or the first. */
export function chosen(variable: Variable, options: readonly Option[], asked: readonly string[]): string[] {
  if (variable.type === 'textbox' || variable.type === 'constant') {
    return asked.length > 0 ? [...asked] : variable.current.length > 0 ? [...variable.current] : [variable.query];
  }
  for (const wanted of [asked.map((value) => (value === 'All' && variable.includeAll ? ALL : value)), variable.current]) {
    const known = wanted.filter((value) => (value === ALL && variable.includeAll) || options.some((option) => option.value === value));
    if (known.length > 0) return variable.multi ? (known.includes(ALL) ? [ALL] : known) : known.slice(0, 1);
  }
  if (variable.includeAll && variable.current.length === 0) return [ALL];
  return options.slice(0, 1).map(({ value }) => value);
}
