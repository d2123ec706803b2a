/** How figures are written: at most two decimals and four significant digits, units after a no-break space. */
export type Locale = 'zh-CN' | 'en';

/** What a chart or table cell measures. Anything unknown is written as a plain number. */
export type ValueUnit = 'count' | 'yuan' | 'ratio' | 'percent' | 'seconds' | 'millis' | 'bytes' | 'bytesRate' | 'rate' | '';

const GAP = '\u00a0';
export const NO_VALUE = '–';

type Step = readonly [size: number, suffix: string];
const ZH_STEPS: readonly Step[] = [
  [1e12, '万亿'],
  [1e8, '亿'],
  [1e4, '万'],
];
const EN_STEPS: readonly Step[] = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e4, 'K'],
];

/** `value` with at most two decimals (`decimals`) and four significant digits; small values keep four digits. */
export function trimmed(value: number, decimals = 2): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.1) {
    return size < 1e-6 ? value.toExponential(2) : String(Number(value.toPrecision(3)));
  }
  const whole = Math.max(1, Math.floor(Math.log10(size)) + 1);
  const digits = Math.max(0, Math.min(decimals, 4 - whole));
  return grouped(Number(value.toFixed(digits)));
}

function grouped(value: number): string {
  const [whole = '0', fraction] = String(value).split('.');
  const withCommas = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`;
}

function missing(value: number | null | undefined): value is null | undefined {
  return value === null || value === undefined || Number.isNaN(value);
}

function infinite(value: number): string | null {
  if (Number.isFinite(value)) return null;
  return value > 0 ? '+Inf' : '-Inf';
}

function compact(value: number, locale: Locale): string {
  const steps = locale === 'zh-CN' ? ZH_STEPS : EN_STEPS;
  for (const [size, suffix] of steps) {
    if (Math.abs(value) >= size) {
      // 10,000 to 999,999 in English counts in thousands; the step itself starts at ten thousand.
      return trimmed(value / (suffix === 'K' ? 1e3 : size)) + suffix;
    }
  }
  return trimmed(value);
}

/** `3,204`, `4.12万` or `41.2K`, `0.0123`. */
export function formatNumber(value: number | null | undefined, locale: Locale): string {
  if (missing(value)) return NO_VALUE;
  return infinite(value) ?? compact(value, locale);
}

/** Every digit of a whole number: `41,201`. For lists and tables, not for tiles. */
export function formatCount(value: number | null | undefined): string {
  if (missing(value)) return NO_VALUE;
  return infinite(value) ?? grouped(Math.round(value));
}

/** `¥128.4万`, `¥1.28M`. */
export function formatYuan(value: number | null | undefined, locale: Locale): string {
  if (missing(value)) return NO_VALUE;
  return (value < 0 ? '-¥' : '¥') + (infinite(Math.abs(value)) ?? compact(Math.abs(value), locale));
}

/** A ratio as a percentage with one decimal: 0.987 is `98.7 %`. */
export function formatPercent(ratio: number | null | undefined, decimals = 1): string {
  if (missing(ratio)) return NO_VALUE;
  const text = infinite(ratio);
  if (text !== null) return text;
  const percent = ratio * 100;
  const shown = Math.abs(percent) >= 1000 ? trimmed(percent, decimals) : percent.toFixed(decimals);
  return `${shown}${GAP}%`;
}

const SUB_SECOND: readonly Step[] = [
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
  [1e-9, 'ns'],
];

/** `38 ms`, `1.24 s`, `2 min 5 s`, `3 h 12 min`, `2 d 4 h`. */
export function formatDuration(seconds: number | null | undefined): string {
  if (missing(seconds)) return NO_VALUE;
  if (!Number.isFinite(seconds)) return seconds > 0 ? '∞' : '-∞';
  if (seconds < 0) return `-${formatDuration(-seconds)}`;
  if (seconds === 0) return `0${GAP}s`;
  if (seconds < 59.95) {
    for (const [size, suffix] of SUB_SECOND) {
      const scaled = Number((seconds / size).toPrecision(3));
      if (scaled >= 1) return `${trimmed(scaled)}${GAP}${suffix}`;
    }
    return `${trimmed(seconds / 1e-9)}${GAP}ns`;
  }
  return twoParts(Math.round(seconds));
}

function twoParts(whole: number): string {
  const units: readonly Step[] = [
    [86400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const first = units.findIndex(([size]) => whole >= size);
  const [size, suffix] = units[first] ?? [1, 's'];
  const [nextSize, nextSuffix] = units[first + 1] ?? [1, 's'];
  const rest = Math.floor((whole % size) / nextSize);
  const head = `${Math.floor(whole / size)}${GAP}${suffix}`;
  return rest === 0 || size === 1 ? head : `${head}${GAP}${rest}${GAP}${nextSuffix}`;
}

const BINARY: readonly Step[] = [
  [2 ** 40, 'TiB'],
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
];

/** `1.5 GiB`; powers of 1024, as operating systems count. */
export function formatBytes(value: number | null | undefined): string {
  if (missing(value)) return NO_VALUE;
  const text = infinite(value);
  if (text !== null) return text;
  for (const [size, suffix] of BINARY) {
    if (Math.abs(value) >= size) return `${trimmed(value / size)}${GAP}${suffix}`;
  }
  return `${trimmed(value)}${GAP}B`;
}

/** Writes `value` as its `unit` asks. */
export function formatUnit(value: number | null | undefined, unit: string, locale: Locale): string {
  switch (unit) {
    case 'yuan':
      return formatYuan(value, locale);
    case 'ratio':
      return formatPercent(value);
    case 'percent':
      return formatPercent(missing(value) ? null : value / 100);
    case 'seconds':
      return formatDuration(value);
    case 'millis':
      return formatDuration(missing(value) ? null : value / 1000);
    case 'bytes':
      return formatBytes(value);
    case 'bytesRate':
      return missing(value) ? NO_VALUE : `${formatBytes(value)}/s`;
    case 'rate':
      return missing(value) ? NO_VALUE : `${formatNumber(value, locale)}/s`;
    default:
      return formatNumber(value, locale);
  }
}

/** What a metric's metadata may call its unit, in our words. */
const TOLD: Readonly<Record<string, ValueUnit>> = {
  seconds: 'seconds',
  s: 'seconds',
  milliseconds: 'millis',
  ms: 'millis',
  bytes: 'bytes',
  by: 'bytes',
  ratio: 'ratio',
  '1': '',
  percent: 'percent',
  yuan: 'yuan',
  cny: 'yuan',
};

/**
 * Guesses the unit of a metric name or PromQL expression: by the suffixes that the naming rules prescribe, or, where the
 * name says nothing, by `told`, the unit that the metric's metadata names.
 */
export function unitOf(expression: string, told = ''): ValueUnit {
  const rated = /\b(rate|irate|deriv)\s*\(/.test(expression);
  const counted = /\b(count|count_over_time|group|changes|resets|histogram_count)\s*(\(|by\b|without\b)/.test(expression) || /_count\b/.test(expression);
  const quantile = /histogram_(quantile|avg)|_sum\b[^/]*\/[^/]*_count\b/.test(expression);
  const divided = !quantile && /[)\w}\]]\s*\/\s*[(\w]/.test(expression.replace(/"[^"]*"/g, '""'));
  const plain = !divided && (quantile || !rated);
  if (plain && (quantile || !counted)) {
    if (/_milliseconds(_bucket|_sum)?\b/.test(expression)) return 'millis';
    if (/_seconds(_bucket|_sum)?\b/.test(expression)) return 'seconds';
  }
  if (/_(ratio|success_rate)\b/.test(expression) || (divided && rated && !quantile)) return 'ratio';
  if (/_percent\b/.test(expression)) return 'percent';
  if (/_bytes(_total)?\b/.test(expression) && !divided && (quantile || !counted)) return rated && !quantile ? 'bytesRate' : 'bytes';
  if (/_yuan(_total)?\b/.test(expression) && !rated && !divided) return 'yuan';
  const known = TOLD[told.toLowerCase()];
  if (known !== undefined && plain && !counted) return known === '' ? 'count' : known;
  if (rated && !quantile) return 'rate';
  return 'count';
}
