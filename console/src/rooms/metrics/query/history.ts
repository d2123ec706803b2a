/** The queries run on this browser, newest first. */
const KEY = 'mallwatch.metrics.history';
const MOST = 200;

/** Puts a query on top, once, and forgets the oldest past two hundred. */
export function remembered(history: readonly string[], query: string): string[] {
  const text = query.trim();
  if (text === '') return [...history];
  return [text, ...history.filter((one) => one !== text)].slice(0, MOST);
}

/** Those that have every word of `text`, in any order. */
export function findHistory(history: readonly string[], text: string): string[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return history.filter((query) => words.every((word) => query.toLowerCase().includes(word)));
}

export function readHistory(storage: Pick<Storage, 'getItem'>): string[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((one) => typeof one === 'string').slice(0, MOST) : [];
  } catch {
    // Spoiled or forbidden storage is an empty history.
    return [];
  }
}

export function writeHistory(storage: Pick<Storage, 'setItem'>, history: readonly string[]): void {
  try {
    storage.setItem(KEY, JSON.stringify(history));
  } catch {
    // Full or forbidden: the queries still run, they are only not remembered.
  }
}
