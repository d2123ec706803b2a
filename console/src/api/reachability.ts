/** Whether the server answers, and since when it does not: what the banner over every page tells. */
export type ServerState = { readonly away: boolean; readonly lastReachedMs: number | null };

export class Reachability {
  private current: ServerState = { away: false, lastReachedMs: null };
  private readonly listeners = new Set<() => void>();

  constructor(private readonly clock: () => number) {}

  readonly state = (): ServerState => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  reached(): void {
    const wasAway = this.current.away;
    this.current = { away: false, lastReachedMs: this.clock() };
    // While all is well nobody needs to redraw for each answer.
    if (wasAway) this.tell();
  }

  lost(): void {
    if (this.current.away) return;
    this.current = { away: true, lastReachedMs: this.current.lastReachedMs };
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

export const reachability = new Reachability(() => Date.now());
