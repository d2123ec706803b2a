import { useSyncExternalStore } from 'react';

/** One clock for all ages and countdowns on the page; it stands still while the page is hidden. */
class PageClock {
  private now = Date.now();
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly listeners = new Set<() => void>();

  readonly read = (): number => this.now;

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.listeners.size === 0) this.start();
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) clearInterval(this.timer);
    };
  };

  private start(): void {
    this.now = Date.now();
    this.timer = setInterval(() => {
      if (document.hidden) return;
      this.now = Date.now();
      for (const listener of this.listeners) listener();
    }, 1000);
  }
}

const clock = new PageClock();

/** Epoch milliseconds, renewed each second. */
export function useNow(): number {
  return useSyncExternalStore(clock.subscribe, clock.read);
}
