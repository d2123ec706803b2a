/** Rules as the list shows them; no DOM. */
import type { Rule, RuleGroup } from '@/api/prometheus';
import type { Level } from '@/ui/levels';

export function ruleId(group: RuleGroup, rule: Rule): string {
  return `${group.name}/${rule.name}/${Object.values(rule.labels).join(',')}`;
}

export function ruleLevel(rule: Rule): Level {
  if (rule.health === 'err') return 'critical';
  switch (rule.state) {
    case 'firing':
      return 'critical';
    case 'pending':
      return 'warning';
    case 'inactive':
      return 'ok';
    case 'unknown':
    case '':
      return 'unknown';
  }
}

const ORDER: Record<Rule['state'], number> = { firing: 0, pending: 1, inactive: 3, unknown: 4, '': 5 };

/** What fires first, then what cannot be evaluated, then the rest in the file's order. */
export function orderedRules(rules: readonly Rule[]): Rule[] {
  const rank = (rule: Rule): number => (rule.health === 'err' ? 2 : ORDER[rule.state]);
  return rules.toSorted((a, b) => rank(a) - rank(b));
}

export function ruleMatches(rule: Rule, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const all = `${rule.name}\n${rule.query}\n${Object.values(rule.labels).join('\n')}`.toLowerCase();
  return words.every((word) => all.includes(word));
}

/** Prometheus writes the zero time for a rule that was never evaluated. */
export function evaluatedAt(rule: Pick<Rule, 'lastEvaluation'>): number | null {
  const ms = Date.parse(rule.lastEvaluation);
  return Number.isNaN(ms) || ms <= 0 ? null : ms;
}
