/**
 * Answers are checked where they come in: a decoder turns `unknown` into a typed value or says which field is wrong.
 * Unknown extra fields are ignored, so that an older console reads a newer server.
 */
export type Decoder<T> = (value: unknown, path: string) => T;
export type Decoded<D> = D extends Decoder<infer T> ? T : never;

/** The server's answer is not what its contract says. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';

  constructor(path: string, wanted: string, value: unknown) {
    super(`${path === '' ? 'answer' : path}: expected ${wanted}, got ${describe(value)}`);
  }
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `"${value.slice(0, 40)}"`;
  return typeof value === 'object' ? 'an object' : String(value);
}

export const string: Decoder<string> = (value, path) => {
  if (typeof value === 'string') return value;
  throw new UnexpectedAnswer(path, 'text', value);
};

export const number: Decoder<number> = (value, path) => {
  if (typeof value === 'number') return value;
  throw new UnexpectedAnswer(path, 'a number', value);
};

export const boolean: Decoder<boolean> = (value, path) => {
  if (typeof value === 'boolean') return value;
  throw new UnexpectedAnswer(path, 'true or false', value);
};

export const unknown: Decoder<unknown> = (value) => value;

/** An RFC 3339 time, as epoch milliseconds. */
export const time: Decoder<number> = (value, path) => {
  const ms = typeof value === 'string' ? Date.parse(value) : NaN;
  if (Number.isNaN(ms)) throw new UnexpectedAnswer(path, 'an RFC 3339 time', value);
  return ms;
};

export function nullable<T>(of: Decoder<T>): Decoder<T | null> {
  return (value, path) => (value === null || value === undefined ? null : of(value, path));
}

/** A field that may be absent or null, then `fallback`. */
export function defaulted<T>(of: Decoder<T>, fallback: T): Decoder<T> {
  return (value, path) => (value === null || value === undefined ? fallback : of(value, path));
}

export function list<T>(of: Decoder<T>): Decoder<T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new UnexpectedAnswer(path, 'a list', value);
    return value.map((item, index) => of(item, `${path}[${index}]`));
  };
}

export function tuple<A, B>(first: Decoder<A>, second: Decoder<B>): Decoder<[A, B]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length < 2) throw new UnexpectedAnswer(path, 'a pair', value);
    return [first(value[0], `${path}[0]`), second(value[1], `${path}[1]`)];
  };
}

export function record<T>(of: Decoder<T>): Decoder<Record<string, T>> {
  return (value, path) => {
    const entries = Object.entries(asObject(value, path));
    return Object.fromEntries(entries.map(([key, item]) => [key, of(item, `${path}.${key}`)]));
  };
}

export function object<S extends Record<string, Decoder<unknown>>>(shape: S): Decoder<{ [K in keyof S]: Decoded<S[K]> }> {
  const fields = Object.entries(shape);
  return (value, path) => {
    const source = asObject(value, path);
    const result: Record<string, unknown> = {};
    for (const [name, of] of fields) result[name] = of(source[name], path === '' ? name : `${path}.${name}`);
    return result as { [K in keyof S]: Decoded<S[K]> };
  };
}

/** One of `words`; a word that this console does not know becomes `fallback` when one is given. */
export function oneOf<const W extends string>(words: readonly W[], fallback?: W): Decoder<W> {
  return (value, path) => {
    const found = words.find((word) => word === value);
    if (found !== undefined) return found;
    if (fallback !== undefined) return fallback;
    throw new UnexpectedAnswer(path, `one of ${words.join(', ')}`, value);
  };
}

export function asObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new UnexpectedAnswer(path, 'an object', value);
}
