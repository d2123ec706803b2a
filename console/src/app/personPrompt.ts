/** Asks once who acts, when nobody is signed in and no name is remembered; the shell shows the question. */
type Answer = (name: string | null) => void;

export class PersonPrompt {
  private waiting: Answer | null = null;
  private readonly listeners = new Set<() => void>();

  readonly asking = (): boolean => this.waiting !== null;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The given name, or null when the question was closed without an answer. */
  ask(): Promise<string | null> {
    this.waiting?.(null);
    return new Promise((resolve) => {
      this.waiting = resolve;
      this.tell();
    });
  }

  answer(name: string | null): void {
    const { waiting } = this;
    this.waiting = null;
    waiting?.(name);
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

export const personPrompt = new PersonPrompt();
