import { describe, expect, it, vi } from 'vitest';
import { downloaded, entryLines, fileName, type Progress } from './download';

/** A server that sends `pieces` one by one until it is given up. */
function serve(...pieces: string[]): void {
  vi.stubGlobal('fetch', (_url: string, init: RequestInit) => {
    let at = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (init.signal?.aborted === true) controller.error(new DOMException('given up', 'AbortError'));
        else if (at < pieces.length) controller.enqueue(new TextEncoder().encode(pieces[at++]));
        else controller.close();
      },
    }, { highWaterMark: 0 });
    return Promise.resolve(new Response(body));
  });
}

const text = (pieces: readonly Uint8Array[]): string => pieces.map((piece) => new TextDecoder().decode(piece)).join('');

describe('downloaded', () => {
  it('has the whole result and tells how far it is', async () => {
    serve('a\nb\n', 'c\n');
    const told: Progress[] = [];
    const outcome = await downloaded('/x', (progress) => told.push(progress), new AbortController().signal);
    expect([text(outcome.pieces), outcome.lines, outcome.bytes, outcome.end]).toEqual(['a\nb\nc\n', 3, 6, 'whole']);
    expect(told).toEqual([{ lines: 2, bytes: 4 }, { lines: 3, bytes: 6 }]);
  });

  it('keeps what came before it was stopped', async () => {
    serve('a\n', 'b\n', 'c\n');
    const stop = new AbortController();
    const outcome = await downloaded('/x', ({ lines }) => lines === 2 && stop.abort(), stop.signal);
    expect([text(outcome.pieces), outcome.end]).toEqual(['a\nb\n', 'stopped']);
  });

  it('ends at its bound', async () => {
    serve('aaaa\n', 'bbbb\n', 'cccc\n');
    const outcome = await downloaded('/x', () => {}, new AbortController().signal, 8);
    expect([outcome.lines, outcome.end]).toEqual([2, 'full']);
  });

  it('fails as the server fails', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"title":"Bad request","detail":"no"}', { status: 400 })));
    await expect(downloaded('/x', () => {}, new AbortController().signal)).rejects.toMatchObject({ status: 400 });
  });
});

it('names files by time, and says when they are not whole', () => {
  const at = Date.parse('2026-11-23T04:30:15.123Z');
  expect(fileName('ndjson', at, 'whole')).toBe('mallwatch-logs-20261123T043015Z.ndjson');
  expect(fileName('csv', at, 'stopped')).toBe('mallwatch-logs-20261123T043015Z-part.csv');
  expect([entryLines('csv', 3), entryLines('csv', 0), entryLines('ndjson', 3)]).toEqual([2, 0, 3]);
});
