/** A search as an alert rule over the counts of lines by service and level; no DOM. */
import { tokenize } from '@/rooms/logs/queryText';
import type { LogView } from '@/rooms/logs/useLogUrl';

export type Draft = {
  readonly name: string;
  /** More lines than this within the window. */
  readonly threshold: number;
  readonly windowMinutes: number;
  readonly forMinutes: number;
  readonly severity: 'critical' | 'warning' | 'info';
};

export type Watched = {
  readonly levels: readonly string[];
  readonly services: readonly string[];
  readonly notLevels: readonly string[];
  readonly notServices: readonly string[];
  /** Parts of the search that counts by service and level cannot tell. */
  readonly beyond: readonly string[];
};

const METRIC = 'mallwatch_log_entries_total';

/** What of a search the counts can tell: levels and services, chosen or written into the query. */
export function watched(view: Pick<LogView, 'q' | 'levels' | 'services'>): Watched {
  const tokens = tokenize(view.q);
  const nested = tokens.some(({ kind, text }) => kind === 'paren' || text === 'OR' || text === 'NOT');
  const mine = { levels: [...view.levels], services: [...view.services], notLevels: [] as string[], notServices: [] as string[] };
  const beyond: string[] = [];
  if (nested) return { ...mine, beyond: [view.q.trim()] };
  for (const { kind, field, value, negated, text } of tokens) {
    if (kind === 'operator') continue;
    const exact = kind === 'field' && value !== undefined && value !== '' && !/[*?<>[\]{}]/.test(value);
    if (exact && field === 'level') (negated ? mine.notLevels : mine.levels).push(value.toLowerCase());
    else if (exact && field === 'service') (negated ? mine.notServices : mine.services).push(value);
    else beyond.push(text);
  }
  return { ...mine, beyond };
}

/** `sum(increase(mallwatch_log_entries_total{level="error"}[5m]))`. */
export function countExpression(what: Watched, windowMinutes: number): string {
  const matchers = [
    matcher('level', what.levels, ''),
    matcher('level', what.notLevels, '!'),
    matcher('service', what.services, ''),
    matcher('service', what.notServices, '!'),
  ].filter((text) => text !== '');
  const selector = matchers.length === 0 ? METRIC : `${METRIC}{${matchers.join(', ')}}`;
  const by = what.services.length === 1 ? '' : ' by (service)';
  return `sum${by} (increase(${selector}[${windowMinutes}m]))`;
}

function matcher(label: string, values: readonly string[], not: '' | '!'): string {
  const distinct = [...new Set(values)];
  const [only] = distinct;
  if (only === undefined) return '';
  if (distinct.length === 1) return `${label}${not === '' ? '=' : '!='}${quoted(only)}`;
  const any = distinct.map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  return `${label}${not === '' ? '=~' : '!~'}${quoted(any)}`;
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n')}"`;

/** The rule as a file of rules has it. */
export function ruleYaml(draft: Draft, what: Watched, summary: string): string {
  const text = JSON.stringify;
  return `groups:
  - name: logs
    rules:
      - alert: ${text(draft.name.trim() === '' ? 'LogLines' : draft.name.trim())}
        expr: ${text(`${countExpression(what, draft.windowMinutes)} > ${draft.threshold}`)}
        for: ${draft.forMinutes}m
        labels:
          severity: ${draft.severity}
        annotations:
          summary: ${text(summary)}
`;
}
