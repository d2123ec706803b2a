import type { LogPattern } from '@/rooms/logs/api';
import { clause, withClause } from '@/rooms/logs/queryText';

const FIELD = 'data._pattern';

/** `q` and only the lines of a pattern, those too that were told apart from it when they came. */
export function onlyPattern(q: string, pattern: Pick<LogPattern, 'id' | 'formerIds'>): string {
  if (pattern.formerIds.length === 0) return withClause(q, FIELD, pattern.id);
  const ids = [pattern.id, ...pattern.formerIds].map((id) => clause(FIELD, id)).join(' OR ');
  return (q.trim() === '' ? `(${ids})` : `(${q.trim()}) (${ids})`).trim();
}

/** `q` without the lines of a pattern. */
export function withoutPattern(q: string, pattern: Pick<LogPattern, 'id' | 'formerIds'>): string {
  return [pattern.id, ...pattern.formerIds].reduce((text, id) => withClause(text, FIELD, id, true), q);
}

/** The words of a template and its gaps, in order. */
export function templateParts(template: string): { readonly text: string; readonly gap: boolean }[] {
  return template
    .split(/(<\*>)/)
    .filter((part) => part !== '')
    .map((text) => ({ text, gap: text === '<*>' }));
}
