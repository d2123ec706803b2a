/** From an alert to the silence that fits it; no DOM. */
import type { Alert } from '@/api/alerts';
import { type Matcher, type MatchOperator, operatorOf, type Silence } from '@/api/alertmanager';

export interface MatcherRow {
  readonly key: number;
  readonly name: string;
  readonly operator: MatchOperator;
  readonly value: string;
}

/** Labels that say where a sample came from rather than what is wrong: left out of the first proposal. */
const INCIDENTAL = new Set(['instance', 'pod', 'replica', 'monitor']);

/** The alert's own labels as equalities, its name first. */
export function proposedRows(alert: Pick<Alert, 'name' | 'labels'> | undefined): MatcherRow[] {
  if (alert === undefined) return [{ key: 0, name: 'alertname', operator: '=', value: '' }];
  const labels = Object.entries(alert.labels)
    .filter(([name, value]) => name !== 'alertname' && value !== '' && !INCIDENTAL.has(name))
    .toSorted(([a], [b]) => a.localeCompare(b));
  return [['alertname', alert.name] as const, ...labels].map(([name, value], key) => ({ key, name, operator: '=', value }));
}

/** Rows without a name are unfinished and left out. */
export function toMatchers(rows: readonly MatcherRow[]): Matcher[] {
  return rows
    .filter(({ name }) => name.trim() !== '')
    .map(({ name, operator, value }) => ({
      name: name.trim(),
      value,
      isRegex: operator.endsWith('~'),
      isEqual: !operator.startsWith('!'),
    }));
}

/** Alertmanager refuses a silence whose matchers all match the empty string: it would hit everything. */
export function isBounded(matchers: readonly Matcher[]): boolean {
  return matchers.some(({ value, isEqual, isRegex }) => {
    if (!isEqual) return false;
    return isRegex ? value !== '' && value !== '.*' : value !== '';
  });
}

const ORDER: Record<Silence['status']['state'], number> = { active: 0, pending: 1, expired: 2 };

/** Active ones first, those that end next on top; expired ones last, newest first. */
export function bySilence(a: Silence, b: Silence): number {
  const order = ORDER[a.status.state] - ORDER[b.status.state];
  if (order !== 0) return order;
  return a.status.state === 'expired' ? b.endsAt - a.endsAt : a.endsAt - b.endsAt;
}

export function matcherChips(matchers: readonly Matcher[]) {
  return matchers.map((matcher, index) => ({
    key: `${matcher.name}:${index}`,
    value: `${matcher.name}${operatorOf(matcher.isRegex, matcher.isEqual)}${matcher.value}`,
  }));
}
