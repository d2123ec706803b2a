/** `$name`, `${name:format}`, `[[name]]` and Grafana's own words in queries, titles and links. */
import { ALL, type Option, type Variable } from './variable';

export type Chosen = {
  readonly variable: Variable;
  readonly options: readonly Option[];
  readonly values: readonly string[];
};

export type Scope = {
  readonly variables: ReadonlyMap<string, Chosen>;
  /** Words that stand for themselves: `__interval`, or what a repetition gives. */
  readonly words: Readonly<Record<string, string>>;
};

const REFERENCE = /\$\{(\w+)(?:\.([\w.]+))?(?::([\w:.-]*))?\}|\$(\w+)|\[\[(\w+)(?::(\w+))?\]\]/g;

/** How a value is written where nothing says it: `query` for PromQL, where several become alternatives; `text` elsewhere. */
export type Manner = 'query' | 'text';

export function interpolate(written: string, scope: Scope, manner: Manner = 'query'): string {
  return written.replace(REFERENCE, (whole: string, braced?: string, _path?: string, format?: string, bare?: string, old?: string, oldFormat?: string) => {
    const name = braced ?? bare ?? old ?? '';
    const word = scope.words[name];
    if (word !== undefined) return name === '__from' || name === '__to' ? moment(word, format) : word;
    const found = scope.variables.get(name);
    return found === undefined ? whole : formatted(found, format ?? oldFormat ?? '', manner);
  });
}

/** The variables that a text names. */
export function namesIn(written: string): string[] {
  return [...written.matchAll(REFERENCE)].map(([, braced, , , bare, old]) => braced ?? bare ?? old ?? '');
}

function moment(ms: string, format: string | undefined): string {
  if (format === undefined || !format.startsWith('date')) return ms;
  return format === 'date:seconds' ? String(Math.floor(Number(ms) / 1000)) : new Date(Number(ms)).toISOString();
}

/** The values that are meant: every option where all are chosen. */
export function meant({ variable, options, values }: Chosen): string[] {
  return values.includes(ALL) && variable.includeAll ? options.map(({ value }) => value) : [...values];
}

const escapeRegex = (value: string): string => value.replaceAll(/[\\^$*+?.()|[\]{}]/g, '\\\\$&');

function formatted(chosen: Chosen, format: string, manner: Manner): string {
  const { variable, options, values } = chosen;
  if (values.includes(ALL) && variable.allValue !== '' && format !== 'text') return variable.allValue;
  const all = meant(chosen);
  switch (format === '' ? manner : format) {
    case 'query':
      if (!variable.multi && !variable.includeAll) return all.join('|');
      return all.length === 1 ? escapeRegex(all[0] ?? '') : `(${all.map(escapeRegex).join('|')})`;
    case 'regex': {
      const plain = all.map((value) => value.replaceAll(/[\\^$*+?.()|[\]{}/]/g, '\\$&'));
      return plain.length === 1 ? (plain[0] ?? '') : `(${plain.join('|')})`;
    }
    case 'pipe':
      return all.join('|');
    case 'glob':
      return all.length === 1 ? (all[0] ?? '') : `{${all.join(',')}}`;
    case 'json':
      return JSON.stringify(all);
    case 'singlequote':
      return all.map((value) => `'${value.replaceAll("'", "\\'")}'`).join(',');
    case 'doublequote':
      return all.map((value) => `"${value.replaceAll('"', '\\"')}"`).join(',');
    case 'sqlstring':
      return all.map((value) => `'${value.replaceAll("'", "''")}'`).join(',');
    case 'lucene':
      return all.length === 1 ? quoted(all[0] ?? '') : `(${all.map(quoted).join(' OR ')})`;
    case 'percentencode':
      return encodeURIComponent(all.join(','));
    case 'queryparam':
      return values.map((value) => `var-${variable.name}=${encodeURIComponent(value)}`).join('&');
    case 'text': {
      if (values.includes(ALL)) return 'All';
      const words = new Map(options.map((option) => [option.value, option.text]));
      return all.map((value) => words.get(value) ?? value).join(' + ');
    }
    default:
      return all.join(',');
  }
}

const quoted = (value: string): string => `"${value.replaceAll(/["\\]/g, '\\$&')}"`;

const SCRAPE_SECONDS = 15;

/** The words that tell of a panel's range and step. */
export function timeWords(fromMs: number, toMs: number, stepSeconds: number): Record<string, string> {
  const rangeSeconds = Math.max(1, Math.round((toMs - fromMs) / 1000));
  const rateSeconds = Math.max(stepSeconds + SCRAPE_SECONDS, 4 * SCRAPE_SECONDS);
  return {
    __interval: `${stepSeconds}s`,
    __interval_ms: String(stepSeconds * 1000),
    __rate_interval: `${rateSeconds}s`,
    __rate_interval_ms: String(rateSeconds * 1000),
    __range: `${rangeSeconds}s`,
    __range_s: String(rangeSeconds),
    __range_ms: String(rangeSeconds * 1000),
    __from: String(Math.round(fromMs)),
    __to: String(Math.round(toMs)),
  };
}
