/** Which spans hide what is below them: all from a depth on, with single exceptions; no DOM. */
import type { Span } from './trace';

export type Folding = {
  /** How many levels of the tree are open; null for all. */
  readonly levels: number | null;
  /** Spans that stand the other way round than `levels` says. */
  readonly except: ReadonlySet<string>;
};

export const UNFOLDED: Folding = { levels: null, except: new Set() };
const MOST_EXCEPTIONS = 60;
const MOST_LEVELS = 99;

export function isFolded(folding: Folding, span: Span): boolean {
  if (span.below === 0) return false;
  const deep = folding.levels !== null && span.depth >= folding.levels - 1;
  return deep !== folding.except.has(span.id);
}

/** Folds what is open and opens what is folded; the oldest exceptions are forgotten past sixty. */
export function toggled(folding: Folding, id: string): Folding {
  const except = new Set(folding.except);
  if (!except.delete(id)) except.add(id);
  return { levels: folding.levels, except: new Set([...except].slice(-MOST_EXCEPTIONS)) };
}

export function toLevels(levels: number | null): Folding {
  return { levels, except: new Set() };
}

export function parseFolding(levels: string | undefined, folded: string | undefined): Folding {
  const count = Number(levels);
  return {
    levels: Number.isInteger(count) && count >= 1 && count <= MOST_LEVELS ? count : null,
    except: new Set((folded ?? '').split('.').filter((id) => id !== '')),
  };
}

export function formatFolding(folding: Folding): { levels: string | undefined; folded: string | undefined } {
  return {
    levels: folding.levels === null ? undefined : String(folding.levels),
    folded: folding.except.size === 0 ? undefined : [...folding.except].join('.'),
  };
}
