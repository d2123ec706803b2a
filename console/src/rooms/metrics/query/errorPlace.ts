/** Where in a query a message of the server points to; no DOM. */
export type ErrorPlace = {
  readonly line: string;
  readonly column: number;
  /** The same place, counted from the start of the expression. */
  readonly offset: number;
  readonly reason: string;
};

/** Where `1:5: parse error: …` points to in the expression; null when the message names no place. */
export function errorPlace(message: string, expression: string): ErrorPlace | null {
  const match = /(\d+):(\d+): (?:parse error: )?([\s\S]*)$/.exec(message);
  if (match === null) return null;
  const lines = expression.split('\n');
  const at = Number(match[1]) - 1;
  const line = lines[at];
  if (line === undefined) return null;
  const column = Math.max(0, Math.min(line.length, Number(match[2]) - 1));
  const before = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
  return { line, column, offset: before + column, reason: match[3] ?? '' };
}
