/** Grouping, finding and taking apart alerts; no DOM. */
import type { Alert } from '@/api/alerts';
import { LEVELS, type Level, levelOf } from '@/ui/levels';

export interface AlertGroup {
  readonly level: Level;
  readonly alerts: readonly Alert[];
}

const STATE_ORDER: Record<Alert['state'], number> = { firing: 0, pending: 1, resolved: 2 };

/** By level, the most urgent group first; within a group firing before pending before resolved, then the newest. */
export function grouped(alerts: readonly Alert[]): AlertGroup[] {
  return LEVELS.map((level) => ({
    level,
    alerts: alerts
      .filter((alert) => levelOf(alert.level) === level)
      .toSorted(
        (a, b) =>
          STATE_ORDER[a.state] - STATE_ORDER[b.state] ||
          Number(a.silenced) - Number(b.silenced) ||
          b.activeAt - a.activeAt ||
          a.name.localeCompare(b.name),
      ),
  })).filter((group) => group.alerts.length > 0);
}

/** Whether every word of `text` is in the name, a label or an annotation; case does not matter. */
export function matchesText(alert: Pick<Alert, 'name' | 'labels' | 'annotations'>, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return true;
  const labels = Object.entries(alert.labels).map(([name, value]) => `${name}=${value}`);
  const all = [alert.name, ...labels, ...Object.values(alert.annotations)].join('\n').toLowerCase();
  return words.every((word) => all.includes(word));
}

export interface Comparison {
  readonly left: string;
  readonly operator: string;
  readonly threshold: number;
}

/** Splits `expr > 0.1` into what is measured and its threshold; null when the expression is no such comparison. */
export function comparisonOf(expr: string): Comparison | null {
  const parts = /^([\s\S]*\S)\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*$/i.exec(expr);
  if (parts === null) return null;
  const [, left = '', operator = '', threshold = ''] = parts;
  const bare = withoutStrings(left);
  if (!balanced(bare) || /\b(and|or|unless|bool)\b/i.test(topLevel(bare))) return null;
  return { left: left.trim(), operator, threshold: Number(threshold) };
}

const withoutStrings = (text: string): string => text.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');

function balanced(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === '(') depth++;
    else if (char === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

function topLevel(text: string): string {
  let depth = 0;
  let kept = '';
  for (const char of text) {
    if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (depth === 0) kept += char;
  }
  return kept;
}
