import { useCallback, useEffect, useState } from 'react';
import { logRow, tailUrl, type LogRow } from './api';
import { arrived, EMPTY_TAIL, lost, paused, type TailState } from './tail';

export type Connection = 'connecting' | 'open' | 'lost';

/** Lines are shown in batches this far apart, so that a flood does not freeze the page. */
const BATCH_MS = 200;
/** More than this between two batches is not kept; the buffer would drop it anyway. */
const MOST_QUEUED = 2000;

/** Follows the stream of matching lines; the browser reconnects by itself after a loss. */
export function useTail(
  q: string,
  levels: readonly string[],
  services: readonly string[],
): { state: TailState; connection: Connection; pause: (pause: boolean) => void } {
  const url = tailUrl(q, levels, services);
  const [state, setState] = useState(EMPTY_TAIL);
  const [connection, setConnection] = useState<Connection>('connecting');
  useEffect(() => {
    const source = new EventSource(url);
    let queue: LogRow[] = [];
    source.addEventListener('open', () => setConnection('open'));
    source.addEventListener('error', () => setConnection('lost'));
    source.addEventListener('message', (event: MessageEvent<string>) => {
      if (queue.length < MOST_QUEUED) queue.push(...decoded(event.data));
    });
    source.addEventListener('dropped', (event: MessageEvent<string>) => {
      const count = Number(/\d+/.exec(event.data)?.[0]);
      setState((before) => lost(before, count));
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
  return { state, connection, pause };
}

/** A line that is not what the contract says is left out rather than ending the stream. */
function decoded(text: string): LogRow[] {
  try {
    return [logRow(JSON.parse(text), '')];
  } catch {
    return [];
  }
}
