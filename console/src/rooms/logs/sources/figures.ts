/** The server's figures as rows of the tables of sources; no DOM. */
import type { Figure, SourceFigures, SourceFile } from './api';

export type Writer = {
  readonly service: string;
  readonly perMinute: number;
  readonly errorsPerMinute: number;
  readonly lastMs: number | null;
};

/** Services that write, those that write most first. */
export function writers({ perMinute, last }: Pick<SourceFigures, 'perMinute' | 'last'>): Writer[] {
  const all = new Map<string, { all: number; errors: number }>();
  for (const { labels, value } of perMinute) {
    const sum = all.get(labels['service'] ?? '') ?? { all: 0, errors: 0 };
    sum.all += value;
    if (labels['level'] === 'error') sum.errors += value;
    all.set(labels['service'] ?? '', sum);
  }
  const lastOf = new Map(last.map(({ labels, value }) => [labels['service'] ?? '', value * 1000]));
  const names = new Set([...all.keys(), ...lastOf.keys()]);
  return [...names]
    .map((service) => ({
      service,
      perMinute: all.get(service)?.all ?? 0,
      errorsPerMinute: all.get(service)?.errors ?? 0,
      lastMs: lastOf.get(service) ?? null,
    }))
    .sort((a, b) => b.perMinute - a.perMinute || (b.lastMs ?? 0) - (a.lastMs ?? 0) || a.service.localeCompare(b.service));
}

export type Step = {
  readonly pipeline: string;
  /** Its place and kind; empty for the whole pipeline. */
  readonly processor: string;
  readonly taken: number;
  readonly given: number;
  readonly failed: number;
  readonly dropped: number;
};

/** Pipelines by name, each followed by its processors in order. */
export function steps(figures: readonly Figure[]): Step[] {
  const rows = new Map<string, { pipeline: string; processor: string; counts: Record<string, number> }>();
  for (const { labels, value } of figures) {
    const pipeline = labels['pipeline'] ?? '';
    const processor = labels['processor'] ?? '';
    const key = `${pipeline}\0${processor}`;
    const row = rows.get(key) ?? { pipeline, processor, counts: {} };
    row.counts[labels['outcome'] ?? ''] = value;
    rows.set(key, row);
  }
  return [...rows.values()]
    .map(({ pipeline, processor, counts }) => ({
      pipeline,
      processor,
      taken: counts['in'] ?? 0,
      given: counts['out'] ?? 0,
      failed: counts['failed'] ?? 0,
      dropped: counts['dropped'] ?? 0,
    }))
    .sort((a, b) => a.pipeline.localeCompare(b.pipeline) || a.processor.localeCompare(b.processor, undefined, { numeric: true }));
}

const GRAVITY: readonly SourceFile['state'][] = ['failed', 'gone', 'behind', 'waiting', 'caught_up', 'done'];

/** What needs eyes first: broken files, then those furthest behind. */
export function worstFirst(files: readonly SourceFile[]): SourceFile[] {
  const rank = ({ state, error }: SourceFile): number => (error === null ? GRAVITY.indexOf(state) : 0);
  return files.toSorted((a, b) => rank(a) - rank(b) || b.lagBytes - a.lagBytes || a.path.localeCompare(b.path));
}

/** How much of a file was read, 0 to 1. */
export function readShare({ readBytes, sizeBytes, lagBytes }: SourceFile): number {
  if (lagBytes === 0) return 1;
  return sizeBytes <= 0 ? 0 : Math.min(1, readBytes / sizeBytes);
}
