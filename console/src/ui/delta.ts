/** How a figure moved against an earlier one, and whether that is good. */
export type GoodWhen = 'up' | 'down';
export type DeltaKind = 'relative' | 'points';

export interface DeltaFacts {
  /** As shown: a ratio (0.041 is 4.1 %), or for `points` the difference of two ratios. */
  readonly change: number;
  readonly direction: 'up' | 'down' | 'flat';
  readonly judgement: 'good' | 'bad' | 'neutral';
}

/** Changes that would be shown as 0.0 are flat: an arrow beside a zero would lie. */
const SMALLEST_SHOWN = 0.0005;

/** Ratios move by percentage points, everything else by its relative change; null when there is nothing to compare. */
export function deltaOf(
  value: number | null,
  previous: number | null,
  kind: DeltaKind,
  goodWhen: GoodWhen,
): DeltaFacts | null {
  if (value === null || previous === null || !Number.isFinite(value) || !Number.isFinite(previous)) return null;
  if (kind === 'relative' && previous === 0) return value === 0 ? flat : null;
  const change = kind === 'points' ? value - previous : (value - previous) / Math.abs(previous);
  if (Math.abs(change) < SMALLEST_SHOWN) return flat;
  const direction = change > 0 ? 'up' : 'down';
  return { change, direction, judgement: direction === goodWhen ? 'good' : 'bad' };
}

const flat: DeltaFacts = { change: 0, direction: 'flat', judgement: 'neutral' };
