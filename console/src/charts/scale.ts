/** Scales and ticks; no DOM. */
import { isBinary, isShare } from '@/lib/unitNames';

export type Extent = readonly [low: number, high: number];

/** Maps `domain` onto `range`, linearly; a domain of one point maps to the middle. */
export function linear(domain: Extent, range: Extent): (value: number) => number {
  const span = domain[1] - domain[0];
  if (span === 0) return () => (range[0] + range[1]) / 2;
  return (value) => range[0] + ((value - domain[0]) / span) * (range[1] - range[0]);
}

/** Smallest and largest of the finite values; null when there are none. */
export function extent(values: Iterable<number | null | undefined>): Extent | null {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? null : [low, high];
}

/** Whether a unit's axis begins at zero (counts, money, sizes) or hugs the data (ratios). */
export function startsAtZero(unit: string): boolean {
  return !isShare(unit);
}

function steps(unit: string): readonly number[] {
  return isBinary(unit) ? [1, 2, 4, 8] : [1, 2, 2.5, 5, 10];
}

/** The smallest pleasant step that cuts `span` into at most `count` parts. */
export function niceStep(span: number, count: number, unit: string): number {
  const raw = span / Math.max(1, count);
  if (!(raw > 0) || !Number.isFinite(raw)) return 1;
  if (isBinary(unit) && raw >= 1) {
    return 2 ** Math.ceil(Math.log2(raw));
  }
  const base = 10 ** Math.floor(Math.log10(raw));
  const factor = steps('').find((step) => step * base >= raw * (1 - 1e-9)) ?? 10;
  return factor * base;
}

/**
 * The value axis for data within `data`: from zero where the unit asks for it, otherwise tight, both ends on a tick and
 * at most `lines` lines between them.
 */
export function valueAxis(data: Extent | null, unit: string, lines = 4): { domain: Extent; ticks: number[] } {
  let [low, high] = data ?? [0, 1];
  if (startsAtZero(unit)) {
    low = Math.min(0, low);
    high = Math.max(0, high);
  }
  if (low === high) {
    const half = low === 0 ? 1 : Math.abs(low) * (startsAtZero(unit) ? 1 : 0.05);
    high += half;
    if (!startsAtZero(unit)) low -= half;
  }
  const step = niceStep(high - low, lines, unit);
  const first = Math.floor(low / step + 1e-9) * step;
  const last = Math.ceil(high / step - 1e-9) * step;
  const capped = (unit === 'ratio' || unit === 'percentunit') && high <= 1 ? Math.min(last, 1) : last;
  const ticks: number[] = [];
  for (let index = 0; first + index * step <= capped + step * 1e-9 && index < 12; index++) {
    ticks.push(Number((first + index * step).toPrecision(12)));
  }
  return { domain: [first, capped], ticks };
}

/** The axis between the bounds that are asked for; those left out stay as the data made them. */
export function bounded(axis: { domain: Extent; ticks: number[] }, min: number | undefined, max: number | undefined): { domain: Extent; ticks: number[] } {
  const domain: Extent = [min ?? axis.domain[0], max ?? axis.domain[1]];
  if (domain[0] >= domain[1]) return axis;
  const ticks = axis.ticks.filter((tick) => tick >= domain[0] && tick <= domain[1]);
  return { domain, ticks: ticks.length >= 2 ? ticks : [...domain] };
}

/** A logarithmic value axis: whole decades around what is above zero, at most five of them labelled. */
export function logAxis(values: Iterable<number | null | undefined>): { domain: Extent; ticks: number[] } {
  let low = Infinity;
  let high = 0;
  for (const value of values) {
    if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (high === 0) [low, high] = [1, 10];
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(high) - 1e-9));
  const every = Math.ceil((last - first + 1) / 5);
  const ticks: number[] = [];
  for (let power = first; power <= last; power += every) ticks.push(Number((10 ** power).toPrecision(12)));
  return { domain: [10 ** first, 10 ** last], ticks };
}

const TIME_STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600,
  2592000, 7776000, 31536000,
];

/** The distance in milliseconds between time labels so that each has at least `minPx`. */
export function timeTickStep(rangeMs: number, widthPx: number, minPx: number): number {
  const wanted = (rangeMs / 1000) * (minPx / Math.max(1, widthPx));
  return (TIME_STEPS.find((step) => step >= wanted) ?? 31536000) * 1000;
}

/** Room at the right edge that no label may begin in, half a label wide. */
const EDGE_PX = 20;

/**
 * Tick times within a range drawn `widthPx` wide, aligned to the wall clock that is `offsetMs` ahead of UTC. Ticks whose
 * label would be cut by the right edge are left out.
 */
export function timeTicks(fromMs: number, toMs: number, stepMs: number, offsetMs: number, widthPx: number): number[] {
  const ticks: number[] = [];
  const first = Math.ceil((fromMs + offsetMs) / stepMs) * stepMs - offsetMs;
  const last = toMs - ((toMs - fromMs) * EDGE_PX) / Math.max(1, widthPx);
  for (let at = first; at <= last && ticks.length < 100; at += stepMs) ticks.push(at);
  return ticks;
}

/** Powers-of-ten friendly logarithmic scale for durations; values at or under zero sit at the bottom. */
export function logarithmic(domain: Extent, range: Extent): (value: number) => number {
  const low = Math.log10(Math.max(domain[0], 1e-9));
  const high = Math.log10(Math.max(domain[1], 1e-9));
  const line = linear([low, high], range);
  return (value) => line(Math.max(low, Math.log10(Math.max(value, 1e-9))));
}

/** 1, 10, 100 … inside the domain, or the two ends when it spans less than a decade. */
export function decadeTicks(domain: Extent): number[] {
  const ticks: number[] = [];
  for (
    let power = Math.ceil(Math.log10(Math.max(domain[0], 1e-9)) - 1e-9);
    10 ** power <= domain[1] * (1 + 1e-9);
    power++
  ) {
    ticks.push(Number((10 ** power).toPrecision(12)));
  }
  return ticks.length >= 2 ? ticks : [domain[0], domain[1]];
}
