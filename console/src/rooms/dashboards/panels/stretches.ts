/** How long a value stayed the same; no DOM. */
import type { Cell } from '@/rooms/dashboards/model/reduce';

export type Stretch = { readonly fromMs: number; readonly toMs: number; readonly value: Cell };

/** Each value lasts until the next, at most one and a half steps; equal neighbours become one where `merge`. */
export function stretches(times: readonly Cell[], values: readonly Cell[], stepMs: number, merge: boolean): Stretch[] {
  const found: { fromMs: number; toMs: number; value: Cell }[] = [];
  times.forEach((time, index) => {
    if (typeof time !== 'number') return;
    const next = times[index + 1];
    const toMs = typeof next === 'number' && next - time <= stepMs * 1.5 ? next : time + stepMs;
    const value = values[index] ?? null;
    const last = found.at(-1);
    if (merge && last !== undefined && last.value === value && last.toMs >= time) last.toMs = toMs;
    else found.push({ fromMs: time, toMs, value });
  });
  return found;
}
