/** What a variable's query asks of Prometheus: `label_values(up, job)` and its like. */
import { labelNames, labelValues, query } from '@/api/prometheus';
import { listed, type Option } from './variable';

export type VariableQuery =
  | { readonly kind: 'labelValues'; readonly label: string; readonly selector: string }
  | { readonly kind: 'labelNames' }
  | { readonly kind: 'metrics'; readonly pattern: string }
  | { readonly kind: 'queryResult'; readonly expr: string };

export function readQuery(written: string): VariableQuery | null {
  const text = written.trim();
  const values = /^label_values\s*\((?:(.+),)?\s*([\w$:.{}-]+)\s*\)$/s.exec(text);
  if (values !== null) return { kind: 'labelValues', selector: (values[1] ?? '').trim(), label: values[2] ?? '' };
  if (/^label_names\s*\(.*\)$/s.test(text)) return { kind: 'labelNames' };
  const metrics = /^metrics\s*\((.+)\)$/s.exec(text);
  if (metrics !== null) return { kind: 'metrics', pattern: (metrics[1] ?? '').trim() };
  const result = /^query_result\s*\((.+)\)$/s.exec(text);
  if (result !== null) return { kind: 'queryResult', expr: result[1] ?? '' };
  return text === '' ? null : { kind: 'queryResult', expr: text };
}

type Range = { readonly fromMs: number; readonly toMs: number };

/** What Prometheus offers for the query, in its own order. */
export async function askOptions(asked: VariableQuery, range: Range, signal?: AbortSignal): Promise<Option[]> {
  switch (asked.kind) {
    case 'labelValues': {
      const match = asked.selector === '' ? undefined : [asked.selector];
      return same((await labelValues(asked.label, { match, ...range }, signal)).data);
    }
    case 'labelNames':
      return same((await labelNames(range, signal)).data);
    case 'metrics': {
      const all = (await labelValues('__name__', range, signal)).data;
      const read = new RegExp(asked.pattern);
      return same(all.filter((name) => read.test(name)));
    }
    case 'queryResult': {
      const { data } = await query(asked.expr, range.toMs, signal);
      if (data.kind === 'scalar') return same([String(data.sample[1])]);
      if (data.kind !== 'vector') return [];
      return same(
        data.series.map(({ metric, sample: [ms, value] }) => {
          const { __name__: name = '', ...rest } = metric;
          const labels = Object.entries(rest).map(([key, label]) => `${key}="${label}"`);
          return `${name}${labels.length === 0 ? '' : `{${labels.join(',')}}`} ${value} ${ms}`;
        }),
      );
    }
  }
}

const same = (values: readonly string[]): Option[] => values.map((value) => ({ text: value, value }));

const INTERVALS = '1m,5m,10m,30m,1h,6h,12h,1d';

/** What needs no question: lists, intervals, and our own sources by their kind. */
export function fixedOptions(variable: { readonly type: string; readonly query: string; readonly options: readonly Option[] }): Option[] {
  switch (variable.type) {
    case 'custom':
      return variable.query === '' ? [...variable.options] : listed(variable.query);
    case 'interval':
      return listed(variable.query === '' ? INTERVALS : variable.query).filter(({ value }) => value !== 'auto');
    case 'datasource':
      return [{ text: variable.query === '' ? 'prometheus' : variable.query, value: variable.query === '' ? 'prometheus' : variable.query }];
    default:
      return [...variable.options];
  }
}
