/** Colours as dashboards name them, in the console's own: a red is the red of a critical state in light and dark. */
import { indexedColor } from '@/charts/palette';

const HUES: Readonly<Record<string, string>> = {
  green: 'var(--mw-ok)',
  red: 'var(--mw-critical)',
  orange: 'var(--mw-high)',
  yellow: 'var(--mw-warning)',
  blue: 'var(--mw-info)',
  purple: 'var(--mw-series-4)',
  white: 'var(--mw-text)',
  black: 'var(--mw-text)',
  gray: 'var(--mw-muted)',
  grey: 'var(--mw-muted)',
  text: 'var(--mw-text)',
  transparent: 'transparent',
};

const SHADES: Readonly<Record<string, string>> = {
  'super-light-': '45%',
  'light-': '70%',
  'semi-dark-': '88%',
  'dark-': '100%',
};

/** A name such as `semi-dark-red` as CSS; a colour that is CSS already goes through as it is. */
export function colorOf(name: string): string {
  const [, shade = '', hue = name] = /^(super-light-|light-|semi-dark-|dark-)?(.+)$/.exec(name) ?? [];
  const known = HUES[hue];
  if (known === undefined) return name;
  const strength = SHADES[shade];
  return strength === undefined || strength === '100%' || known === 'transparent' ? known : `color-mix(in oklab, ${known} ${strength}, var(--mw-surface))`;
}

export const paletteColor = (index: number): string => indexedColor(index);
