/** A selector with further conditions; no DOM. */
import { selector, type Matchers } from '@/rooms/metrics/explorer/suggested';

/** `match` is a metric's name or ends in `}`; the conditions go in before it. */
export function narrowed(match: string, matchers: Matchers): string {
  if (matchers.length === 0) return match;
  if (!match.endsWith('}')) return selector(match, matchers);
  const added = selector('x', matchers).slice(2, -1);
  const before = match.slice(0, -1);
  return `${before}${before.endsWith('{') ? '' : ', '}${added}}`;
}
