/** Points and ranges of time: expressions as the URL holds them, and how they are shown. */
import type { Locale } from './format';

export type RangeExpression = { readonly from: string; readonly to: string };
export type ResolvedRange = { readonly fromMs: number; readonly toMs: number };
export type RangeUnit = 's' | 'm' | 'h' | 'd' | 'w' | 'M' | 'y';

/** The ranges offered by one click, newest first; `key` names their words in the `common` namespace. */
export const QUICK_RANGES: readonly (RangeExpression & { readonly key: string })[] = [
  { key: 'last5m', from: 'now-5m', to: 'now' },
  { key: 'last15m', from: 'now-15m', to: 'now' },
  { key: 'last1h', from: 'now-1h', to: 'now' },
  { key: 'last6h', from: 'now-6h', to: 'now' },
  { key: 'last24h', from: 'now-24h', to: 'now' },
  { key: 'last7d', from: 'now-7d', to: 'now' },
  { key: 'last30d', from: 'now-30d', to: 'now' },
  { key: 'today', from: 'now/d', to: 'now' },
  { key: 'yesterday', from: 'now-1d/d', to: 'now/d' },
];

const FIXED_MS: Record<'s' | 'm' | 'h' | 'd' | 'w', number> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

type Wall = { year: number; month: number; day: number; hour: number; minute: number; second: number };

const partsFormats = new Map<string, Intl.DateTimeFormat>();

function partsFormat(timeZone: string | undefined): Intl.DateTimeFormat {
  const key = timeZone ?? '';
  let format = partsFormats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      ...(timeZone === undefined ? {} : { timeZone }),
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    partsFormats.set(key, format);
  }
  return format;
}

/** What the clock on the wall shows at `ms`; `timeZone` undefined means the browser's. */
export function wallClock(ms: number, timeZone?: string): Wall {
  const found: Record<string, number> = {};
  for (const part of partsFormat(timeZone).formatToParts(ms)) found[part.type] = Number(part.value);
  return {
    year: found['year'] ?? 0,
    month: found['month'] ?? 1,
    day: found['day'] ?? 1,
    hour: found['hour'] ?? 0,
    minute: found['minute'] ?? 0,
    second: found['second'] ?? 0,
  };
}

/** The moment at which the wall clock shows `wall`; fields may overflow as in `Date.UTC`. */
export function fromWallClock(wall: Wall, timeZone?: string): number {
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  const offsetAt = (ms: number): number => {
    const shown = wallClock(ms, timeZone);
    return Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second) - ms;
  };
  const guess = asUtc - offsetAt(asUtc);
  return asUtc - offsetAt(guess);
}

/** The start of the unit that holds `ms`; weeks begin on Monday. */
export function startOf(ms: number, unit: RangeUnit, timeZone?: string): number {
  const whole = Math.floor(ms / 1000) * 1000;
  const wall = wallClock(whole, timeZone);
  const cut: Wall = { ...wall };
  switch (unit) {
    case 's':
      return whole;
    case 'm':
      cut.second = 0;
      break;
    case 'y':
      cut.month = 1;
      cut.day = 1;
      break;
    case 'M':
      cut.day = 1;
      break;
    case 'w':
      cut.day -= (new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay() + 6) % 7;
      break;
    case 'h':
    case 'd':
      break;
  }
  if (unit !== 'm') cut.minute = cut.second = 0;
  if (unit !== 'm' && unit !== 'h') cut.hour = 0;
  return fromWallClock(cut, timeZone);
}

function shift(ms: number, amount: number, unit: RangeUnit, timeZone?: string): number {
  if (unit === 's' || unit === 'm' || unit === 'h') return ms + amount * FIXED_MS[unit];
  const wall = wallClock(ms, timeZone);
  if (unit === 'd') wall.day += amount;
  if (unit === 'w') wall.day += 7 * amount;
  if (unit === 'M' || unit === 'y') {
    wall.month += unit === 'M' ? amount : 12 * amount;
    const days = new Date(Date.UTC(wall.year, wall.month, 0)).getUTCDate();
    wall.day = Math.min(wall.day, days);
  }
  return fromWallClock(wall, timeZone) + (((ms % 1000) + 1000) % 1000);
}

/**
 * Resolves `now`, `now-1h`, `now-1d/d`, epoch milliseconds or an ISO date to epoch milliseconds; null when it is none.
 */
export function parseTime(expression: string, nowMs: number, timeZone?: string): number | null {
  const text = expression.trim();
  if (/^\d{9,16}$/.test(text)) return Number(text);
  if (text.startsWith('now')) return parseRelative(text.slice(3), nowMs, timeZone);
  const local = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?$/.exec(text);
  if (local !== null) {
    const field = (index: number): number => Number(local[index] ?? 0);
    const wall = {
      year: field(1),
      month: field(2),
      day: field(3),
      hour: field(4),
      minute: field(5),
      second: field(6),
    };
    if (wall.month > 12 || wall.month < 1 || wall.day < 1 || wall.day > 31 || wall.hour > 23) return null;
    if (wall.minute > 59 || wall.second > 59) return null;
    return fromWallClock(wall, timeZone);
  }
  const iso = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(iso) ? null : iso;
}

function parseRelative(rest: string, nowMs: number, timeZone?: string): number | null {
  const step = /([+-])(\d{1,6})([smhdwMy])|\/([smhdwMy])/y;
  let at = nowMs;
  while (step.lastIndex < rest.length) {
    const match = step.exec(rest);
    if (match === null) return null;
    const [, sign, amount, unit, round] = match;
    at =
      round !== undefined
        ? startOf(at, round as RangeUnit, timeZone)
        : shift(at, Number(amount) * (sign === '-' ? -1 : 1), unit as RangeUnit, timeZone);
  }
  return at;
}

/** Resolves both ends; null when either cannot be read or the range is empty. */
export function resolveRange(range: RangeExpression, nowMs: number, timeZone?: string): ResolvedRange | null {
  const fromMs = parseTime(range.from, nowMs, timeZone);
  const toMs = parseTime(range.to, nowMs, timeZone);
  return fromMs === null || toMs === null || fromMs >= toMs ? null : { fromMs, toMs };
}

const SPOKEN_UNITS: readonly (readonly [RegExp, RangeUnit])[] = [
  [/^(s|sec|secs|seconds?|秒钟?)$/i, 's'],
  [/^(m|min|mins|minutes?|分钟?)$/, 'm'],
  [/^(h|hours?|小时|时)$/i, 'h'],
  [/^(d|days?|天|日)$/i, 'd'],
  [/^(w|weeks?|周|星期)$/i, 'w'],
  [/^(M|months?|个?月)$/, 'M'],
  [/^(y|years?|年)$/i, 'y'],
];

const SPOKEN_DAYS: Record<string, RangeExpression> = {
  今天: { from: 'now/d', to: 'now' },
  today: { from: 'now/d', to: 'now' },
  昨天: { from: 'now-1d/d', to: 'now/d' },
  yesterday: { from: 'now-1d/d', to: 'now/d' },
  前天: { from: 'now-2d/d', to: 'now-1d/d' },
  本周: { from: 'now/w', to: 'now' },
  'this week': { from: 'now/w', to: 'now' },
  上周: { from: 'now-1w/w', to: 'now/w' },
  'last week': { from: 'now-1w/w', to: 'now/w' },
  本月: { from: 'now/M', to: 'now' },
  'this month': { from: 'now/M', to: 'now' },
};

/** Reads what a person types: `昨天`, `最近 3 小时`, `last 30 min`, `3h`, `now-2h to now-1h`; null when unclear. */
export function parseRangeText(text: string, nowMs: number, timeZone?: string): RangeExpression | null {
  const typed = text.trim();
  const day = SPOKEN_DAYS[typed.toLowerCase()];
  if (day !== undefined) return day;
  const last = /^(?:最近|过去|近|last|past)?\s*(\d{1,6})\s*([^\s\d]+)$/i.exec(typed);
  if (last !== null) {
    const unit = SPOKEN_UNITS.find(([words]) => words.test(last[2] ?? ''));
    if (unit !== undefined) return { from: `now-${last[1]}${unit[1]}`, to: 'now' };
  }
  const ends = typed.split(/\s+(?:to|至|到|~|–|—)\s+|\s*[~～]\s*/);
  const [from, to] = ends.length === 2 ? ends : [typed, 'now'];
  if (from === undefined || to === undefined) return null;
  const range = { from: from.trim(), to: to.trim() };
  return resolveRange(range, nowMs, timeZone) === null ? null : range;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-23 04:30:15`; the same in both languages, so that it can be read out and copied. */
export function formatTime(ms: number, _locale: Locale, timeZone?: string): string {
  if (!Number.isFinite(ms)) return '–';
  const wall = wallClock(ms, timeZone);
  return `${wall.year}-${two(wall.month)}-${two(wall.day)} ${two(wall.hour)}:${two(wall.minute)}:${two(wall.second)}`;
}

/** `11-23 04:30:15.042`: a row's time, where the year is known and the millisecond matters. */
export function formatRowTime(ms: number, timeZone?: string): string {
  const wall = wallClock(ms, timeZone);
  const fraction = String(((Math.floor(ms) % 1000) + 1000) % 1000).padStart(3, '0');
  const clock = `${two(wall.hour)}:${two(wall.minute)}:${two(wall.second)}.${fraction}`;
  return `${two(wall.month)}-${two(wall.day)} ${clock}`;
}

/** A tick's label: the coarsest form that tells neighbours `stepMs` apart from each other. */
export function formatTick(ms: number, stepMs: number, timeZone?: string): string {
  const wall = wallClock(ms, timeZone);
  const date = `${two(wall.month)}-${two(wall.day)}`;
  if (stepMs >= FIXED_MS.d) return stepMs >= 365 * FIXED_MS.d ? String(wall.year) : date;
  if (stepMs >= FIXED_MS.m) {
    return wall.hour === 0 && wall.minute === 0 ? date : `${two(wall.hour)}:${two(wall.minute)}`;
  }
  return `${two(wall.hour)}:${two(wall.minute)}:${two(wall.second)}`;
}

const AGES: readonly (readonly [number, string, string])[] = [
  [86_400_000, '天', 'd'],
  [3_600_000, '小时', 'h'],
  [60_000, '分钟', 'min'],
  [1000, '秒', 's'],
];

/** `3 秒前`, `2 h ago`, `5 分钟后`; under a second is `刚刚` or `just now`. */
export function formatRelative(ms: number, nowMs: number, locale: Locale): string {
  const distance = nowMs - ms;
  const size = AGES.find(([unit]) => Math.abs(distance) >= unit);
  if (size === undefined) return locale === 'zh-CN' ? '刚刚' : 'just now';
  const [unit, zh, en] = size;
  const count = Math.floor(Math.abs(distance) / unit);
  if (locale === 'zh-CN') return `${count} ${zh}${distance >= 0 ? '前' : '后'}`;
  return distance >= 0 ? `${count} ${en} ago` : `in ${count} ${en}`;
}

const STEPS_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];

/** The query step for a range drawn `widthPx` wide: about one point per two pixels, on round seconds, at least 1. */
export function stepSeconds(rangeMs: number, widthPx: number): number {
  const wanted = rangeMs / 1000 / Math.max(60, Math.floor(widthPx / 2));
  const round = STEPS_SECONDS.find((step) => step >= wanted);
  return round ?? Math.ceil(wanted / 86400) * 86400;
}

/** How far the wall clock is ahead of UTC at `ms`, in milliseconds. */
export function zoneOffset(ms: number, timeZone?: string): number {
  const whole = Math.floor(ms / 1000) * 1000;
  const wall = wallClock(whole, timeZone);
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second) - whole;
}
