import { useEffect, useRef, useState } from 'react';
import { exportUrl, type ExportForm, type LogQuery } from '@/rooms/logs/api';
import type { Column } from '@/rooms/logs/list/columns';
import { downloaded, entryLines, fileName, type Outcome, type Progress } from './download';

export type ExportState =
  | { readonly phase: 'idle' }
  | ({ readonly phase: 'running' } & Progress)
  | ({ readonly phase: 'done'; readonly end: Outcome['end'] } & Progress)
  | { readonly phase: 'failed'; readonly error: unknown };

const TOLD_MS = 200;

/** Fetches the result of `request` into a file; leaving the page gives it up. */
export function useExport(request: LogQuery, columns: readonly Column[] | undefined) {
  const [state, setState] = useState<ExportState>({ phase: 'idle' });
  const running = useRef<{ stop: AbortController; keep: boolean } | null>(null);
  useEffect(() => () => running.current?.stop.abort(), []);

  const start = (form: ExportForm): void => {
    const run = { stop: new AbortController(), keep: true };
    running.current = run;
    let told = 0;
    const tell = ({ lines, bytes }: Progress): void => {
      const now = Date.now();
      if (now - told < TOLD_MS) return;
      told = now;
      setState({ phase: 'running', lines: entryLines(form, lines), bytes });
    };
    setState({ phase: 'running', lines: 0, bytes: 0 });
    const names = columns === undefined ? [] : ['timestamp', 'level', ...columns.map(({ field }) => field)];
    downloaded(exportUrl(request, form, names), tell, run.stop.signal)
      .then(({ pieces, lines, bytes, end }) => {
        if (!run.keep) return setState({ phase: 'idle' });
        save(pieces, form, fileName(form, Date.now(), end));
        return setState({ phase: 'done', lines: entryLines(form, lines), bytes, end });
      })
      .catch((error: unknown) => setState({ phase: 'failed', error }));
  };
  const stop = (keep: boolean): void => {
    if (running.current === null) return;
    running.current.keep = keep;
    running.current.stop.abort();
  };
  return { state, start, stop, close: () => setState({ phase: 'idle' }) };
}

function save(pieces: readonly Uint8Array<ArrayBuffer>[], form: ExportForm, name: string): void {
  const type = form === 'csv' ? 'text/csv;charset=utf-8' : 'application/x-ndjson';
  const address = URL.createObjectURL(new Blob([...pieces], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
