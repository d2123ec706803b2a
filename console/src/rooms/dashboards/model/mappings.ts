/** Words and colours that stand for values: `0` is "down", in red. */
import { at, figure, pattern, text, tree, trees, type Tree } from './json';

export type Words = { readonly text: string; readonly color: string };

export type Mapping = (value: unknown) => Words | undefined;

export function readMappings(value: unknown): Mapping[] {
  return trees(value).map((one): Mapping => {
    switch (one['type']) {
      case 'value':
      case undefined:
        return byValue(tree(one['options']));
      case 'range':
        return byRange(figure(at(one, 'options', 'from')), figure(at(one, 'options', 'to')), words(at(one, 'options', 'result')));
      case 'regex':
        return byPattern(text(at(one, 'options', 'pattern')), words(at(one, 'options', 'result')));
      case 'special':
        return bySpecial(text(at(one, 'options', 'match')), words(at(one, 'options', 'result')));
      // Before version 8: 1 is a value, 2 a range.
      case 1:
        return byValue({ [text(one['value'])]: { text: one['text'], color: one['color'] } });
      case 2:
        return byRange(figure(one['from']), figure(one['to']), words(one));
      default:
        return () => undefined;
    }
  });
}

/** The first mapping that knows `value`. */
export function mapped(mappings: readonly Mapping[], value: unknown): Words | undefined {
  for (const mapping of mappings) {
    const found = mapping(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function words(value: unknown): Words {
  return { text: text(tree(value)['text']), color: text(tree(value)['color']) };
}

function byValue(options: Tree): Mapping {
  const known = new Map(Object.entries(options).map(([key, result]) => [key, words(result)]));
  return (value) => known.get(value === null || value === undefined ? 'null' : String(value));
}

function byRange(from: number | undefined, to: number | undefined, result: Words): Mapping {
  return (value) =>
    typeof value === 'number' && value >= (from ?? -Infinity) && value <= (to ?? Infinity) ? result : undefined;
}

function byPattern(written: string, result: Words): Mapping {
  const read = pattern(written);
  return (value) => {
    if (read === null || value === null || value === undefined || !read.test(String(value))) return undefined;
    return { ...result, text: String(value).replace(read, result.text) };
  };
}

function bySpecial(match: string, result: Words): Mapping {
  const empty = (value: unknown): boolean => value === null || value === undefined;
  const holds: Record<string, (value: unknown) => boolean> = {
    null: empty,
    nan: (value) => Number.isNaN(value),
    'null+nan': (value) => empty(value) || Number.isNaN(value),
    true: (value) => value === true,
    false: (value) => value === false,
    empty: (value) => value === '',
  };
  return (value) => (holds[match]?.(value) === true ? result : undefined);
}
