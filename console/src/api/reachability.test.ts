import { expect, test, vi } from 'vitest';
import { Reachability } from './reachability';

test('listeners hear of the loss and of the return, once each', () => {
  let now = 1000;
  const server = new Reachability(() => now);
  const heard = vi.fn();
  const stop = server.subscribe(heard);
  server.reached();
  now = 5000;
  server.lost();
  server.lost();
  expect(server.state()).toEqual({ away: true, lastReachedMs: 1000 });
  expect(heard).toHaveBeenCalledTimes(1);
  server.reached();
  expect(server.state()).toEqual({ away: false, lastReachedMs: 5000 });
  expect(heard).toHaveBeenCalledTimes(2);
  stop();
  server.lost();
  expect(heard).toHaveBeenCalledTimes(2);
});
