import { useEffect, useState } from 'react';
import type { LogView } from '@/rooms/logs/useLogUrl';
import { kept, readHistory, readSaved, remembered, writeHistory, writeSaved, type SavedSearch, type Search } from './memory';

export type Memory = {
  readonly history: readonly Search[];
  readonly saved: readonly SavedSearch[];
  readonly keep: (name: string) => void;
  readonly drop: (name: string) => void;
  readonly forget: () => void;
};

/** A search counts as made when it has stood for so long. */
const SETTLED_MS = 1500;

/** Searches made and kept on this browser; the one in the URL is remembered once it stands still. */
export function useMemory(view: LogView): Memory {
  const [history, setHistory] = useState(() => readHistory(localStorage));
  const [saved, setSaved] = useState(() => readSaved(localStorage));
  const { q, levels, services } = view;
  useEffect(() => {
    const timer = setTimeout(() => {
      const next = remembered(readHistory(localStorage), { q, levels, services });
      writeHistory(localStorage, next);
      setHistory(next);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [q, levels, services]);
  const save = (next: SavedSearch[]): void => {
    writeSaved(localStorage, next);
    setSaved(next);
  };
  return {
    history,
    saved,
    keep: (name) => save(kept(saved, { name, q, levels, services, columns: view.columns, facets: view.facets })),
    drop: (name) => save(saved.filter((one) => one.name !== name)),
    forget: () => {
      writeHistory(localStorage, []);
      setHistory([]);
    },
  };
}
