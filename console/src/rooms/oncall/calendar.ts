/** Shifts as bars on a calendar, without a DOM. */
import type { Shift } from '@/api/oncall';

export interface Bar {
  readonly shift: Shift;
  /** Share of the width, 0 to 1. */
  readonly left: number;
  readonly width: number;
}

/** The bars of one row, cut to it. */
export function bars(shifts: readonly Shift[], fromMs: number, untilMs: number): Bar[] {
  const length = untilMs - fromMs;
  return shifts
    .filter(({ from, until }) => until > fromMs && from < untilMs)
    .map((shift) => {
      const left = Math.max(0, shift.from - fromMs) / length;
      const right = Math.min(length, shift.until - fromMs) / length;
      return { shift, left, width: right - left };
    });
}

/** The rows of a calendar: one a day, each a whole day long. */
export function days(startMs: number, count: number, dayMs = 86_400_000): { readonly from: number; readonly until: number }[] {
  return Array.from({ length: count }, (_, day) => ({ from: startMs + day * dayMs, until: startMs + (day + 1) * dayMs }));
}
