/** The names that dashboards give to units, as Grafana's JSON has them, and how such figures are written. */
import { formatBytes, formatDuration, formatNumber, formatPercent, formatUnit, NO_VALUE, trimmed, type Locale } from './format';

const GAP = '\u00a0';

const SI: readonly (readonly [size: number, prefix: string])[] = [
  [1e15, 'P'],
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

function scaled(value: number, suffix: string, decimals: number | undefined): string {
  const step = SI.find(([size]) => Math.abs(value) >= size);
  return `${fixed(step === undefined ? value : value / step[0], decimals)}${GAP}${step?.[1] ?? ''}${suffix}`;
}

/** `value` with just so many decimals where they are asked for. */
function fixed(value: number, decimals: number | undefined): string {
  return decimals === undefined ? trimmed(value) : value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

type Write = (value: number, locale: Locale, decimals: number | undefined) => string;

const after = (suffix: string): Write => (value, locale, decimals) =>
  `${decimals === undefined ? formatNumber(value, locale) : fixed(value, decimals)}${suffix}`;
const si = (suffix: string, factor = 1): Write => (value, _, decimals) => scaled(value * factor, suffix, decimals);
const binary = (factor: number, suffix = ''): Write => (value) => formatBytes(value * factor) + suffix;
const seconds = (factor: number): Write => (value) => formatDuration(value * factor);
const percent = (factor: number): Write => (value, _, decimals) => formatPercent(value * factor, decimals ?? (Math.abs(value * factor) >= 0.1 ? 1 : 2));
const money = (sign: string): Write => (value, locale, decimals) =>
  `${value < 0 ? '-' : ''}${sign}${decimals === undefined ? formatNumber(Math.abs(value), locale) : fixed(Math.abs(value), decimals)}`;
const yesNo = (yes: string, no: string): Write => (value) => (value === 0 ? no : yes);
const date: Write = (value, locale) => new Date(value).toLocaleString(locale, { hour12: false });

const KI = 1024;

const UNITS: Readonly<Record<string, Write>> = {
  none: (value, _, decimals) => fixed(value, decimals),
  locale: (value, _, decimals) => fixed(value, decimals ?? 0),
  short: (value, locale, decimals) => (decimals === undefined ? formatNumber(value, locale) : Math.abs(value) >= 1000 ? scaled(value, '', decimals).trimEnd() : fixed(value, decimals)),
  sishort: si(''),
  percent: percent(0.01),
  percentunit: percent(1),
  scientific: (value) => value.toExponential(2),
  hex: (value) => Math.round(value).toString(16),
  hex0x: (value) => `0x${Math.round(value).toString(16)}`,
  bool: yesNo('true', 'false'),
  bool_yes_no: yesNo('Yes', 'No'),
  bool_on_off: yesNo('On', 'Off'),
  bytes: binary(1),
  kbytes: binary(KI),
  mbytes: binary(KI ** 2),
  gbytes: binary(KI ** 3),
  decbytes: si('B'),
  deckbytes: si('B', 1e3),
  decmbytes: si('B', 1e6),
  decgbytes: si('B', 1e9),
  bits: si('b'),
  decbits: si('b'),
  binBps: binary(1, '/s'),
  Bps: si('B/s'),
  KBs: si('B/s', 1e3),
  MBs: si('B/s', 1e6),
  GBs: si('B/s', 1e9),
  KiBs: binary(KI, '/s'),
  MiBs: binary(KI ** 2, '/s'),
  bps: si('b/s'),
  binbps: si('b/s'),
  Kbits: si('b/s', 1e3),
  Mbits: si('b/s', 1e6),
  Gbits: si('b/s', 1e9),
  pps: si('p/s'),
  hertz: si('Hz'),
  watt: si('W'),
  kwatt: si('W', 1e3),
  volt: si('V'),
  amp: si('A'),
  joule: si('J'),
  ns: seconds(1e-9),
  µs: seconds(1e-6),
  ms: seconds(1e-3),
  s: seconds(1),
  m: seconds(60),
  h: seconds(3600),
  d: seconds(86400),
  dtdurations: seconds(1),
  dtdurationms: seconds(1e-3),
  dthms: seconds(1),
  clocks: seconds(1),
  clockms: seconds(1e-3),
  timeticks: seconds(0.01),
  dateTimeAsIso: date,
  dateTimeAsUS: date,
  dateTimeAsLocal: date,
  dateTimeAsSystem: date,
  dateTimeFromNow: (value) => `${formatDuration((Date.now() - value) / 1000)} ago`,
  celsius: after(`${GAP}°C`),
  fahrenheit: after(`${GAP}°F`),
  kelvin: after(`${GAP}K`),
  humidity: after(`${GAP}%H`),
  rotrpm: after(`${GAP}rpm`),
  ops: after('/s'),
  'ops/s': after('/s'),
  reqps: after(`${GAP}req/s`),
  rps: after('/s'),
  wps: after(`${GAP}wr/s`),
  iops: after(`${GAP}io/s`),
  eps: after(`${GAP}evt/s`),
  mps: after(`${GAP}msg/s`),
  cps: after(`${GAP}c/s`),
  recps: after(`${GAP}rec/s`),
  rowsps: after(`${GAP}rows/s`),
  opm: after('/min'),
  rpm: after('/min'),
  wpm: after('/min'),
  currencyCNY: money('¥'),
  currencyJPY: money('¥'),
  currencyUSD: money('$'),
  currencyEUR: money('€'),
  currencyGBP: money('£'),
};

/** How `unit` writes figures, where it is one of these names; `prefix:`, `suffix:`, `si:` and `currency:` make their own. */
function writerOf(unit: string): Write | undefined {
  const known = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
  if (known !== undefined) return known;
  const [, kind, word = ''] = /^(prefix|suffix|si|currency|count|time):(.*)$/s.exec(unit) ?? [];
  switch (kind) {
    case 'prefix':
      return (value, locale, decimals) => word + after('')(value, locale, decimals);
    case 'currency':
      return money(word);
    case 'si':
      return si(word);
    case 'time':
      return date;
    case 'suffix':
    case 'count':
      return after(`${GAP}${word}`);
    default:
      return undefined;
  }
}

/** The console's own units, which other places write too. */
const OWN = new Set(['', 'count', 'yuan', 'ratio', 'percent', 'seconds', 'millis', 'bytes', 'bytesRate', 'rate']);

/** `value` as `unit` asks, ours or a dashboard's; a unit that is not known is written behind the figure. */
export function formatNamedUnit(value: number | null | undefined, unit: string, locale: Locale, decimals?: number): string {
  if (decimals === undefined && OWN.has(unit)) return formatUnit(value, unit, locale);
  if (value === null || value === undefined || Number.isNaN(value)) return NO_VALUE;
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const write = writerOf(unit) ?? (unit === '' || unit === 'string' ? UNITS['short'] : after(`${GAP}${unit}`));
  return write?.(value, locale, decimals) ?? formatNumber(value, locale);
}

/** Whether a unit counts in powers of two, so that an axis steps by them. */
export const isBinary = (unit: string): boolean => /^([kmg]?bytes|bytesRate|binBps|[KM]iBs)$/.test(unit);

/** Shares of a whole: their axis hugs the data, up to the whole. */
export const isShare = (unit: string): boolean => unit === 'ratio' || unit === 'percent' || unit === 'percentunit';
