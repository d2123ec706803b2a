import { describe, expect, it } from 'vitest';
import { kept, readHistory, readSaved, remembered, searchText, writeHistory, writeSaved, type SavedSearch } from './memory';

const search = (q: string, levels: string[] = [], services: string[] = []) => ({ q, levels, services });
const saved = (name: string, q: string): SavedSearch => ({ ...search(q), name, columns: undefined, facets: undefined });

function storage(first: Record<string, string> = {}) {
  const all = new Map(Object.entries(first));
  return { getItem: (key: string) => all.get(key) ?? null, setItem: (key: string, value: string) => void all.set(key, value) };
}

describe('history', () => {
  it('has the newest on top, each once, empty ones not at all', () => {
    const history = remembered(remembered(remembered([], search('a')), search('b', ['error'])), search(' a '));
    expect(history.map(searchText)).toEqual(['a', 'b level=error']);
    expect(remembered(history, search(' '))).toEqual(history);
  });

  it('forgets the oldest past fifty', () => {
    let history = remembered([], search('first'));
    for (let i = 0; i < 50; i++) history = remembered(history, search(`q${i}`));
    expect(history).toHaveLength(50);
    expect(history.at(-1)?.q).toBe('q0');
  });

  it('comes back from storage, and from a spoiled one empty', () => {
    const store = storage();
    writeHistory(store, [search('支付', ['error'], ['pay'])]);
    expect(readHistory(store)).toEqual([search('支付', ['error'], ['pay'])]);
    expect(readHistory(storage({ 'mallwatch.logs.history': '{' }))).toEqual([]);
    expect(readHistory(storage({ 'mallwatch.logs.history': '[1,{"q":2}]' }))).toEqual([search('')]);
  });
});

describe('saved searches', () => {
  it('are kept by name, the same name replaced', () => {
    const all = kept(kept(kept([], saved('慢支付', 'x')), saved('b', 'y')), saved(' 慢支付 ', 'z'));
    expect(all.map(({ name, q }) => [name, q])).toEqual([['慢支付', 'z'], ['b', 'y']]);
    expect(kept(all, saved('  ', 'x'))).toEqual(all);
  });

  it('come back with columns and facets', () => {
    const store = storage();
    const one: SavedSearch = { ...saved('a', 'x'), columns: [{ field: 'data.path', width: 200 }], facets: ['level'] };
    writeSaved(store, [one]);
    expect(readSaved(store)).toEqual([one]);
    expect(readSaved(storage({ 'mallwatch.logs.saved': '[{"q":"nameless"}]' }))).toEqual([]);
  });
});
