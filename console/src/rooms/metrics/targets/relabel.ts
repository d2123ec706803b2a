/** What one relabelling step changed; no DOM. */
import type { Labels } from '@/api/prometheus';
import type { RelabelRule, RelabelStep } from '@/api/targets';

export type LabelChange = {
  readonly label: string;
  readonly kind: 'added' | 'removed' | 'changed' | 'same';
  readonly before: string | undefined;
  readonly after: string | undefined;
};

/** Every label of either side, in order of names. */
export function changes(before: Labels, after: Labels): LabelChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.map((label) => {
    const [old, now] = [before[label], after[label]];
    const kind = old === undefined ? 'added' : now === undefined ? 'removed' : old === now ? 'same' : 'changed';
    return { label, kind, before: old, after: now };
  });
}

export type StepView = {
  readonly rule: string;
  readonly keep: boolean;
  /** Not tried any more: an earlier rule dropped the target. */
  readonly moot: boolean;
  readonly changes: readonly LabelChange[];
};

/** Each step with what it changed; once a rule drops the target, the rest is moot. */
export function stepViews(discovered: Labels, steps: readonly RelabelStep[]): StepView[] {
  let before = discovered;
  let dropped = false;
  return steps.map(({ rule, output, keep }) => {
    const view = { rule: ruleText(rule), keep, moot: dropped, changes: keep ? changed(before, output) : [] };
    dropped ||= !keep;
    before = output;
    return view;
  });
}

const changed = (before: Labels, after: Labels): LabelChange[] => changes(before, after).filter(({ kind }) => kind !== 'same');

/** The rule in one line: `replace: [a, b] =~ "x" → target = "$1"`. */
export function ruleText(rule: RelabelRule): string {
  const from = rule.source_labels.length === 0 ? '' : `[${rule.source_labels.join(', ')}]`;
  const separator = rule.source_labels.length > 1 && rule.separator !== ';' ? ` sep ${JSON.stringify(rule.separator)}` : '';
  const regex = rule.regex === '' || rule.regex === '(.*)' ? '' : ` =~ ${JSON.stringify(rule.regex)}`;
  const source = `${from}${separator}${regex}`.trim();
  switch (rule.action) {
    case 'hashmod':
      return `hashmod: ${source} % ${rule.modulus} → ${rule.target_label}`;
    case 'labelmap':
      return `labelmap: ${rule.regex} → ${rule.replacement}`;
    case 'labeldrop':
    case 'labelkeep':
      return `${rule.action}: ${rule.regex}`;
    case 'keep':
    case 'drop':
      return `${rule.action}: ${source}`;
    case 'keepequal':
    case 'dropequal':
    case 'lowercase':
    case 'uppercase':
      return `${rule.action}: ${source} → ${rule.target_label}`;
    default:
      return `${rule.action}: ${source === '' ? '' : `${source} → `}${rule.target_label} = ${JSON.stringify(rule.replacement)}`;
  }
}
