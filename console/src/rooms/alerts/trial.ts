/** A rule while it is being written; no DOM. */
import type { Rule } from '@/api/prometheus';
import type { Rehearsal } from '@/api/rules';

export interface Draft {
  readonly name: string;
  readonly expr: string;
  readonly hold: string;
  readonly keepFiring: string;
  readonly interval: string;
  readonly severity: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export const NEW_DRAFT: Draft = {
  name: '',
  expr: '',
  hold: '2m',
  keepFiring: '',
  interval: '',
  severity: 'warning',
  labels: {},
  annotations: {},
};

/** @param intervalSeconds of the rule's group */
export function draftOf(rule: Pick<Rule, 'name' | 'query' | 'duration' | 'labels' | 'annotations'>, intervalSeconds: number): Draft {
  const { severity = '', ...labels } = rule.labels;
  return {
    name: rule.name,
    expr: rule.query.trim(),
    hold: rule.duration === 0 ? '' : promDuration(rule.duration),
    keepFiring: '',
    interval: promDuration(intervalSeconds),
    severity,
    labels,
    annotations: rule.annotations,
  };
}

/** As Prometheus writes durations. */
export function promDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  const text = `${hours > 0 ? `${hours}h` : ''}${minutes > 0 ? `${minutes}m` : ''}${rest > 0 ? `${rest}s` : ''}`;
  return text === '' ? '0s' : text;
}

/** The draft as a rule file; texts are quoted as JSON, which YAML reads. */
export function ruleFile(draft: Draft): string {
  const quoted = (text: string): string => JSON.stringify(text);
  const lines = ['groups:', '  - name: console'];
  if (draft.interval.trim() !== '') lines.push(`    interval: ${draft.interval.trim()}`);
  lines.push('    rules:', `      - alert: ${quoted(draft.name.trim())}`, '        expr: |-');
  for (const line of draft.expr.trim().split('\n')) lines.push(`          ${line.trimEnd()}`);
  if (draft.hold.trim() !== '') lines.push(`        for: ${draft.hold.trim()}`);
  if (draft.keepFiring.trim() !== '') lines.push(`        keep_firing_for: ${draft.keepFiring.trim()}`);
  const labels = { ...(draft.severity === '' ? {} : { severity: draft.severity }), ...draft.labels };
  const section = (name: string, texts: Readonly<Record<string, string>>): void => {
    const entries = Object.entries(texts).filter(([, text]) => text.trim() !== '');
    if (entries.length === 0) return;
    lines.push(`        ${name}:`);
    for (const [key, text] of entries) lines.push(`          ${key}: ${quoted(text)}`);
  };
  section('labels', labels);
  section('annotations', draft.annotations);
  return `${lines.join('\n')}\n`;
}

export interface Bar {
  /** Shares of the whole time, 0 to 1. */
  readonly start: number;
  readonly width: number;
}

const MOST_BARS = 400;
const LEAST_WIDTH = 0.002;

/** When anything fired, as bars over the rehearsed time; those that touch are one. */
export function barsOf({ from, to, firings }: Pick<Rehearsal, 'from' | 'to' | 'firings'>): Bar[] {
  const whole = Math.max(1, to - from);
  const spans = firings
    .map(({ firedAt, endedAt }) => ({ start: (firedAt - from) / whole, end: ((endedAt ?? to) - from) / whole }))
    .toSorted((a, b) => a.start - b.start);
  const merged: { start: number; end: number }[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last !== undefined && span.start <= last.end + LEAST_WIDTH / 2) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged.slice(0, MOST_BARS).map(({ start, end }) => ({
    start: Math.min(start, 1 - LEAST_WIDTH),
    width: Math.max(LEAST_WIDTH, Math.min(end, 1) - start),
  }));
}

/** `a=b c="d e"` as labels; null when it is anything else. */
export function labelsIn(text: string): Record<string, string> | null {
  const labels: Record<string, string> = {};
  const part = /\s*,?\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s,"]*)/y;
  let at = 0;
  while (text.slice(at).trim() !== '') {
    part.lastIndex = at;
    const found = part.exec(text);
    if (found === null) return null;
    const [, name = '', value = ''] = found;
    labels[name] = value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
    at = part.lastIndex;
  }
  return labels;
}

export function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${/^[^\s,"]*$/.test(value) ? value : JSON.stringify(value)}`)
    .join(' ');
}
