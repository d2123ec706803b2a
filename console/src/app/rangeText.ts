/** How a time range is named on its button. */
import { formatTime, QUICK_RANGES, type RangeExpression, type ResolvedRange } from '@/lib/time';
import type { Locale } from '@/lib/format';

export type RangeName =
  | { readonly kind: 'quick'; readonly key: string }
  | { readonly kind: 'last'; readonly amount: string; readonly unit: string }
  | { readonly kind: 'absolute'; readonly from: string; readonly to: string };

export function rangeName(
  range: RangeExpression,
  resolved: ResolvedRange,
  locale: Locale,
  timeZone: string | undefined,
): RangeName {
  const quick = QUICK_RANGES.find(({ from, to }) => from === range.from && to === range.to);
  if (quick !== undefined) return { kind: 'quick', key: quick.key };
  const last = /^now-(\d+)([smhdwMy])$/.exec(range.from);
  if (range.to === 'now' && last !== null) return { kind: 'last', amount: last[1] ?? '', unit: last[2] ?? 'h' };
  const from = formatTime(resolved.fromMs, locale, timeZone);
  const to = formatTime(resolved.toMs, locale, timeZone);
  // The same day is said once.
  return { kind: 'absolute', from, to: from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to };
}

/** The range moved by half of itself, as fixed times. */
export function shifted({ fromMs, toMs }: ResolvedRange, direction: -1 | 1): RangeExpression {
  const by = Math.round((toMs - fromMs) / 2) * direction;
  return { from: String(fromMs + by), to: String(toMs + by) };
}

/** `2026-11-23T04:30:15` for a `datetime-local` field, in the zone that is shown. */
export function toLocalField(ms: number, timeZone: string | undefined): string {
  return formatTime(ms, 'en', timeZone).replace(' ', 'T');
}
