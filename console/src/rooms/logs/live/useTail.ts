import { useCallback, useEffect, useState } from 'react';
import { fetchLogs, logRow, tailUrl, type LogQuery, type LogRow } from '@/rooms/logs/api';
import { arrived, broke, EMPTY_TAIL, filled, joined, lost, paused, type Gap, type TailState } from './tail';

export type Connection = 'connecting' | 'open' | 'lost';

/** Lines are shown in batches this far apart, so that a flood does not freeze the page. */
const BATCH_MS = 200;
/** More than this between two batches is not kept; the buffer would drop it anyway. */
const MOST_QUEUED = 2000;
/** Lines fetched for one mark. */
const MOST_FILLED = 1000;

export type Tail = {
  readonly state: TailState;
  readonly connection: Connection;
  readonly pause: (pause: boolean) => void;
  /** Fetches what a mark stands for; false when there is more than fits. */
  readonly fill: (gap: Gap) => Promise<boolean>;
};

/** Follows the stream of matching lines; the browser reconnects by itself after a loss. */
export function useTail(query: Omit<LogQuery, 'fromMs' | 'toMs'>, rate: number): Tail {
  const url = tailUrl(query, rate);
  const [state, setState] = useState(EMPTY_TAIL);
  const [connection, setConnection] = useState<Connection>('connecting');
  useEffect(() => {
    const source = new EventSource(url);
    let queue: LogRow[] = [];
    source.addEventListener('open', () => {
      setConnection('open');
      setState((before) => joined(before, Date.now()));
    });
    source.addEventListener('error', () => {
      setConnection('lost');
      setState((before) => broke(before, Date.now()));
    });
    source.addEventListener('message', (event: MessageEvent<string>) => {
      if (queue.length < MOST_QUEUED) queue.push(...decoded(event.data));
    });
    source.addEventListener('dropped', (event: MessageEvent<string>) => {
      const count = Number(/\d+/.exec(event.data)?.[0]);
      const batch = queue;
      queue = [];
      setState((before) => lost(arrived(before, batch, Date.now()), count, Date.now()));
    });
    const timer = setInterval(() => {
      const batch = queue;
      queue = [];
      if (batch.length > 0) setState((before) => arrived(before, batch, Date.now()));
    }, BATCH_MS);
    return () => {
      clearInterval(timer);
      source.close();
    };
  }, [url]);
  const pause = useCallback((on: boolean) => setState((before) => paused(before, on)), []);
  const fill = async (gap: Gap): Promise<boolean> => {
    const asked = { ...query, fromMs: gap.fromMs, toMs: gap.toMs + 1 };
    const page = await fetchLogs(asked, { before: null, order: 'newest', sort: '', limit: MOST_FILLED });
    setState((before) => filled(before, gap.id, page.entries));
    return page.next === null;
  };
  return { state, connection, pause, fill };
}

/** A line that is not what the contract says is left out rather than ending the stream. */
function decoded(text: string): LogRow[] {
  try {
    return [logRow(JSON.parse(text), '')];
  } catch {
    return [];
  }
}
