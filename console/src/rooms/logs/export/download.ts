/** A result on its way into a file: counted as it comes, stopped at any time, bounded; no DOM. */
import { apiStream } from '@/api/client';

export const MOST_BYTES = 512 * 1024 * 1024;

export type Progress = { readonly lines: number; readonly bytes: number };

export type Outcome = Progress & {
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];
  /** `stopped` by the reader, `full` at the bound; else the result is whole. */
  readonly end: 'whole' | 'stopped' | 'full';
};

const NEWLINE = 10;

/** Fetches `url`, telling how far it is; what came before a stop is kept. */
export async function downloaded(url: string, onProgress: (progress: Progress) => void, stop: AbortSignal, most = MOST_BYTES): Promise<Outcome> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let lines = 0;
  let bytes = 0;
  const full = new AbortController();
  const take = (piece: Uint8Array<ArrayBuffer>): void => {
    pieces.push(piece);
    bytes += piece.length;
    for (const byte of piece) if (byte === NEWLINE) lines++;
    onProgress({ lines, bytes });
    if (bytes >= most) full.abort();
  };
  try {
    await apiStream(url, take, AbortSignal.any([stop, full.signal]));
    return { pieces, lines, bytes, end: 'whole' };
  } catch (cause) {
    if (!stop.aborted && !full.signal.aborted) throw cause;
    return { pieces, lines, bytes, end: stop.aborted ? 'stopped' : 'full' };
  }
}

/** `mallwatch-logs-20261123T043015Z.ndjson`, with `-part` when it is not whole. */
export function fileName(form: string, atMs: number, end: Outcome['end']): string {
  const at = new Date(atMs).toISOString().replace(/[-:]|\.\d+/g, '');
  return `mallwatch-logs-${at}${end === 'whole' ? '' : '-part'}.${form}`;
}

/** Lines without the head of CSV. */
export const entryLines = (form: string, lines: number): number => (form === 'csv' ? Math.max(0, lines - 1) : lines);
