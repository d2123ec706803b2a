import { expect, test } from 'vitest';
import { words as en } from './en';
import { words as zh } from './zh-CN';

type Bundle = Record<string, unknown>;

/** Every key with its path; plural forms count once, since languages have different ones. */
function keys(bundle: Bundle, path = ''): string[] {
  return Object.entries(bundle).flatMap(([key, value]) => {
    const plain = key.replace(/_(zero|one|two|few|many|other)$/, '');
    const full = path === '' ? plain : `${path}.${plain}`;
    return typeof value === 'object' && value !== null ? keys(value as Bundle, full) : [full];
  });
}

function texts(bundle: Bundle): string[] {
  return Object.values(bundle).flatMap((value) =>
    typeof value === 'object' && value !== null ? texts(value as Bundle) : [String(value)],
  );
}

const placeholders = (bundle: Bundle, path: string): string[] => {
  let value: unknown = bundle;
  for (const key of path.split('.')) {
    const at = value as Bundle;
    value = at[key] ?? at[`${key}_other`];
  }
  return [...String(value).matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).toSorted();
};

test('both languages have the same namespaces', () => {
  expect(Object.keys(en).toSorted()).toEqual(Object.keys(zh).toSorted());
});

test.each(Object.keys(zh))('%s: both languages have the same keys', (namespace) => {
  const of = (all: Record<string, Bundle>) => [...new Set(keys(all[namespace] ?? {}))].toSorted();
  expect(of(en)).toEqual(of(zh));
});

test.each(Object.keys(zh))('%s: both languages fill in the same things', (namespace) => {
  for (const key of new Set(keys(zh[namespace] ?? {}))) {
    // A count may be said in words.
    const of = (all: Record<string, Bundle>) => placeholders(all[namespace] ?? {}, key).filter((name) => name !== 'count');
    expect([key, of(en)]).toEqual([key, of(zh)]);
  }
});

test('words are calm: nothing is exclaimed', () => {
  for (const bundle of [...Object.values(zh), ...Object.values(en)]) {
    for (const text of texts(bundle)) expect(text).not.toMatch(/[!！]/);
  }
});
