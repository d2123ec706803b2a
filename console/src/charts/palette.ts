/** Colours by name: the same service or series keeps its colour on every page. Values are CSS variables, not literals. */
export const SERIES_COLORS = 10;

export type Level = 'critical' | 'high' | 'warning' | 'info' | 'ok';

/** The colour of the series at `index`, in the order that the look prescribes. */
export function indexedColor(index: number): string {
  return `var(--mw-series-${(((index % SERIES_COLORS) + SERIES_COLORS) % SERIES_COLORS) + 1})`;
}

/** A colour that depends on `name` alone (FNV-1a with a final mix, so that similar names part). */
export function seriesColor(name: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) {
    hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return indexedColor((hash ^ (hash >>> 13)) >>> 0);
}

export function levelColor(level: string | undefined): string {
  switch (level) {
    case 'critical':
    case 'high':
    case 'warning':
    case 'info':
    case 'ok':
      return `var(--mw-${level})`;
    default:
      return 'var(--mw-muted)';
  }
}

/** The colour of a log line's level; the word always stands beside it. */
export function logLevelColor(level: string): string {
  switch (level.toLowerCase()) {
    case 'fatal':
    case 'error':
      return 'var(--mw-critical)';
    case 'warn':
    case 'warning':
      return 'var(--mw-warning)';
    case 'info':
      return 'var(--mw-info)';
    default:
      return 'var(--mw-faint)';
  }
}

/** Reads `var(--x)` as the browser resolves it now; canvas cannot. Other colours pass through. */
export function resolveColor(color: string, element: Element): string {
  const variable = /^var\((--[\w-]+)\)$/.exec(color)?.[1];
  if (variable === undefined) return color;
  return getComputedStyle(element).getPropertyValue(variable).trim() || 'currentColor';
}

/** `#rrggbb` with an alpha of 0 to 1; other notations are returned as they are. */
export function withAlpha(color: string, alpha: number): string {
  if (!/^#[0-9a-f]{6}$/i.test(color)) return color;
  const byte = Math.round(Math.max(0, Math.min(1, alpha)) * 255);
  return color + byte.toString(16).padStart(2, '0');
}
