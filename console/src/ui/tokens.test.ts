import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync('src/ui/tokens.css', 'utf8');

function tokensOf(scheme: 'light' | 'dark'): Map<string, string> {
  const tokens = new Map<string, string>();
  for (const [, selector = '', body = ''] of css.matchAll(/([^{}]*)\{([^{}]*)\}/g)) {
    const applies = selector.includes(`'${scheme}'`) || /:root\s*$/.test(selector.trim());
    if (!applies) continue;
    for (const [, name = '', value = ''] of body.matchAll(/--mw-([\w-]+):\s*(#[0-9a-f]{6})/gi)) tokens.set(name, value);
  }
  return tokens;
}

function luminance(color: string): number {
  const channel = (at: number): number => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** WCAG 2.2's contrast ratio. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const LEVELS = ['critical', 'high', 'warning', 'info', 'ok'];
const GROUNDS = ['canvas', 'surface', 'raised', 'hover'];

const WORDS: readonly (readonly [string, string])[] = [
  ...GROUNDS.flatMap((ground) => [['text', ground] as const, ['muted', ground] as const]),
  ['accent', 'surface'],
  ['accent', 'canvas'],
  ['on-accent', 'accent'],
  ['on-accent', 'critical'],
  ['text', 'accent-soft'],
  ...LEVELS.flatMap((level) => [
    [`${level}-text`, 'surface'] as const,
    [`${level}-text`, 'canvas'] as const,
    [`${level}-text`, `${level}-soft`] as const,
  ]),
];

for (const scheme of ['light', 'dark'] as const) {
  const tokens = tokensOf(scheme);
  const of = (name: string): string => {
    const value = tokens.get(name);
    if (value === undefined) throw new Error(`no --mw-${name} for ${scheme}`);
    return value;
  };

  test.each(WORDS)(`${scheme}: words in %s on %s reach 4.5 to 1`, (word, ground) => {
    expect(contrast(of(word), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  test.each([...LEVELS, ...Array.from({ length: 10 }, (_, index) => `series-${index + 1}`)])(
    `${scheme}: marks in %s reach 3 to 1 on a card`,
    (mark) => {
      expect(contrast(of(mark), of('surface'))).toBeGreaterThanOrEqual(3);
    },
  );
}

test('both schemes name the same colours', () => {
  const [light, dark] = [tokensOf('light'), tokensOf('dark')];
  expect([...dark.keys()].toSorted()).toEqual([...light.keys()].toSorted());
});
