import { useCallback, useRef, useState, type PointerEvent } from 'react';
import { useEscape } from './useEscape';

export type Brush = { readonly from: number; readonly to: number };

type BrushHandlers = {
  readonly onPointerDown: (event: PointerEvent<SVGElement>) => void;
  readonly onPointerMove: (event: PointerEvent<SVGElement>) => void;
  readonly onPointerUp: (event: PointerEvent<SVGElement>) => void;
  readonly onPointerCancel: () => void;
};

const SMALLEST_PX = 4;

function offsetOf(event: PointerEvent<SVGElement>): number {
  const box = event.currentTarget.getBoundingClientRect();
  return Math.max(0, Math.min(box.width, event.clientX - box.left));
}

/**
 * Drags a range along x, in pixels from the element's left edge. A drag under four pixels is a click and calls `onTap`;
 * Esc gives up.
 */
export function useBrush(
  onBrush: ((range: Brush) => void) | undefined,
  onTap?: ((event: PointerEvent<SVGElement>) => void) | undefined,
): {
  brush: Brush | null;
  handlers: BrushHandlers;
} {
  const start = useRef<number | null>(null);
  const [brush, setBrush] = useState<Brush | null>(null);
  const stop = useCallback((): void => {
    start.current = null;
    setBrush(null);
  }, []);
  useEscape(brush !== null, stop);

  const between = (a: number, b: number): Brush => ({ from: Math.min(a, b), to: Math.max(a, b) });
  return {
    brush,
    handlers: {
      onPointerDown: (event) => {
        if ((onBrush === undefined && onTap === undefined) || event.button !== 0) return;
        start.current = offsetOf(event);
        event.currentTarget.setPointerCapture?.(event.pointerId);
      },
      onPointerMove: (event) => {
        if (start.current === null) return;
        const range = between(start.current, offsetOf(event));
        setBrush(range.to - range.from >= SMALLEST_PX ? range : null);
      },
      onPointerUp: (event) => {
        if (start.current === null) return;
        const range = between(start.current, offsetOf(event));
        stop();
        if (range.to - range.from >= SMALLEST_PX) onBrush?.(range);
        else onTap?.(event);
      },
      onPointerCancel: stop,
    },
  };
}
