import { Kbd } from '@mantine/core';

export interface KeyHintProps {
  /** Keys pressed one after the other: `['g', 'o']`. */
  readonly keys: readonly string[];
}

export function KeyHint({ keys }: KeyHintProps) {
  return (
    <span className="mw-row" style={{ gap: 3, display: 'inline-flex' }}>
      {keys.map((key) => (
        <Kbd key={key} size="xs">
          {key}
        </Kbd>
      ))}
    </span>
  );
}
