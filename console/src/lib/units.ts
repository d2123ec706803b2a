/** Numbers that carry their unit in the type, so that seconds never meet milliseconds unnoticed. */
declare const unit: unique symbol;
type Unit<Name extends string> = number & { readonly [unit]: Name };

export type Millis = Unit<'ms'>;
export type Seconds = Unit<'s'>;
export type Bytes = Unit<'B'>;

export const millis = (value: number): Millis => value as Millis;
export const seconds = (value: number): Seconds => value as Seconds;
export const bytes = (value: number): Bytes => value as Bytes;

export const toSeconds = (value: Millis): Seconds => seconds(value / 1000);
export const toMillis = (value: Seconds): Millis => millis(value * 1000);
export const microsToMillis = (micros: number): Millis => millis(micros / 1000);

/** Nanoseconds since 1970 as a decimal string (OTLP JSON) to fractional milliseconds. */
export function nanosToMillis(nanos: string): Millis {
  const value = BigInt(nanos);
  return millis(Number(value / 1_000_000n) + Number(value % 1_000_000n) / 1e6);
}

const DURATION_UNITS: Record<string, number> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  min: 60,
  h: 3600,
  d: 86400,
  w: 604800,
};

/** Reads `250ms`, `1.5s`, `1h30m`; null for anything else. A bare number is refused: it has no unit. */
export function parseDuration(text: string): Seconds | null {
  const compact = text.replace(/\s+/g, '');
  const part = /(\d+(?:\.\d+)?)(ns|us|µs|μs|ms|min|s|m|h|d|w)/y;
  let total = 0;
  while (part.lastIndex < compact.length) {
    const match = part.exec(compact);
    if (match === null) return null;
    total += Number(match[1]) * (DURATION_UNITS[match[2] ?? ''] ?? NaN);
  }
  return compact === '' ? null : seconds(total);
}
