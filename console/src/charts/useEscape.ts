import { useEffect } from 'react';

/** While something is dragged, Esc gives it up. */
export function useEscape(dragging: boolean, stop: () => void): void {
  useEffect(() => {
    if (!dragging) return;
    const escape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') stop();
    };
    window.addEventListener('keydown', escape);
    return () => window.removeEventListener('keydown', escape);
  }, [dragging, stop]);
}
