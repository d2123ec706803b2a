/** The clock of the time range: one ticker per refresh interval, shared by all who use it, so that their keys agree. */
export interface Tick {
  readonly count: number;
  /** Epoch milliseconds, rounded down to the interval (at most a minute). */
  readonly now: number;
}

class Ticker {
  private tick: Tick;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly seconds: number) {
    this.tick = { count: 0, now: roundedNow(seconds) };
  }

  readonly read = (): Tick => this.tick;

  readonly subscribe = (listener: () => void): (() => void) => {
    if (this.listeners.size === 0) this.start();
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) clearInterval(this.timer);
    };
  };

  advance(): void {
    this.tick = { count: this.tick.count + 1, now: roundedNow(this.seconds) };
    for (const listener of this.listeners) listener();
  }

  private start(): void {
    if (roundedNow(this.seconds) !== this.tick.now) this.tick = { ...this.tick, now: roundedNow(this.seconds) };
    if (this.seconds <= 0) return;
    this.timer = setInterval(() => {
      if (!document.hidden) this.advance();
    }, this.seconds * 1000);
  }
}

const tickers = new Map<number, Ticker>();

export function tickerOf(seconds: number): Ticker {
  let ticker = tickers.get(seconds);
  if (ticker === undefined) {
    ticker = new Ticker(seconds);
    tickers.set(seconds, ticker);
  }
  return ticker;
}

/** Moves every `now` to the present: the refresh button, and choosing a range. */
export function refreshNow(): void {
  for (const ticker of tickers.values()) ticker.advance();
}

export function roundedNow(seconds: number, nowMs: number = Date.now()): number {
  const grain = Math.max(1, Math.min(seconds, 60)) * 1000;
  return Math.floor(nowMs / grain) * grain;
}
