import { expect, it } from 'vitest';
import { formatFolding, isFolded, parseFolding, toggled, toLevels, UNFOLDED } from './folding';
import { span } from './testing/spans';
import { orderSpans } from './tree';

const spans = orderSpans([
  span('root', null, 0, 100),
  span('a', 'root', 0, 50),
  span('a1', 'a', 10, 20),
  span('b', 'root', 50, 50),
]);
const folded = (folding: Parameters<typeof isFolded>[0]): string[] =>
  spans.filter((one) => isFolded(folding, one)).map(({ id }) => id);

it('folds from a depth on, and never what has nothing below', () => {
  expect(folded(UNFOLDED)).toEqual([]);
  expect(folded(toLevels(1))).toEqual(['root', 'a']);
  expect(folded(toLevels(2))).toEqual(['a']);
});

it('turns single spans round, both ways', () => {
  expect(folded(toggled(UNFOLDED, 'a'))).toEqual(['a']);
  expect(folded(toggled(toLevels(1), 'root'))).toEqual(['a']);
  expect(folded(toggled(toggled(UNFOLDED, 'a'), 'a'))).toEqual([]);
});

it('survives the URL, whatever is in it', () => {
  const folding = toggled(toLevels(2), 'a');
  const { levels, folded: ids } = formatFolding(folding);
  expect(parseFolding(levels, ids)).toEqual(folding);
  expect(formatFolding(UNFOLDED)).toEqual({ levels: undefined, folded: undefined });
  for (const bad of ['0', '-1', '2.5', 'all', '1e9']) expect(parseFolding(bad, '')).toEqual(UNFOLDED);
});

it('keeps the URL short', () => {
  let folding = UNFOLDED;
  for (let at = 0; at < 200; at++) folding = toggled(folding, `s${at}`);
  expect(folding.except.size).toBe(60);
  expect(folding.except.has('s199')).toBe(true);
});
