/** The levels of alerts and states, in order of urgency; each has a colour, an icon and a word. */
export const LEVELS = ['critical', 'high', 'warning', 'info', 'ok', 'unknown'] as const;
export type Level = (typeof LEVELS)[number];

export function levelOf(word: string | undefined): Level {
  return LEVELS.find((level) => level === word) ?? 'unknown';
}

export function levelRank(level: Level): number {
  return LEVELS.indexOf(level);
}

/** The colour for marks: bars, dots, icons. */
export function levelColor(level: Level): string {
  return level === 'unknown' ? 'var(--mw-faint)' : `var(--mw-${level})`;
}

/** The colour for words. */
export function levelTextColor(level: Level): string {
  return level === 'unknown' ? 'var(--mw-muted)' : `var(--mw-${level}-text)`;
}

export const PRIORITIES = ['P0', 'P1', 'P2', 'P3'] as const;
export type Priority = (typeof PRIORITIES)[number];

const PRIORITY_LEVEL: Record<Priority, Level> = { P0: 'critical', P1: 'high', P2: 'warning', P3: 'info' };

export function priorityLevel(priority: Priority): Level {
  return PRIORITY_LEVEL[priority];
}
