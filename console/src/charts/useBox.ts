import { useCallback, useRef, useState, type PointerEvent } from 'react';
import { useEscape } from './useEscape';

/** A rectangle in pixels from the element's upper left corner. */
export type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

type BoxHandlers = {
  readonly onPointerDown: (event: PointerEvent<SVGElement>) => void;
  readonly onPointerMove: (event: PointerEvent<SVGElement>) => void;
  readonly onPointerUp: (event: PointerEvent<SVGElement>) => void;
  readonly onPointerCancel: () => void;
};

type Point = { readonly x: number; readonly y: number };

/** A side shorter than this was not meant: the box then reaches over all of that axis. */
const SMALLEST_PX = 12;

function pointOf(event: PointerEvent<SVGElement>): Point & { width: number; height: number } {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
  const within = (value: number, most: number): number => Math.max(0, Math.min(most, value));
  return { x: within(event.clientX - left, width), y: within(event.clientY - top, height), width, height };
}

/** What was meant by a drag from one point to another; null when neither side is long enough. */
export function boxOf(a: Point, b: Point, width: number, height: number): Box | null {
  const wide = Math.abs(a.x - b.x) >= SMALLEST_PX;
  const high = Math.abs(a.y - b.y) >= SMALLEST_PX;
  if (!wide && !high) return null;
  return {
    left: wide ? Math.min(a.x, b.x) : 0,
    right: wide ? Math.max(a.x, b.x) : width,
    top: high ? Math.min(a.y, b.y) : 0,
    bottom: high ? Math.max(a.y, b.y) : height,
  };
}

/** Drags a box, or a range of one axis. Esc gives up. */
export function useBox(onBox: ((box: Box, size: { width: number; height: number }) => void) | undefined): {
  box: Box | null;
  handlers: BoxHandlers;
} {
  const start = useRef<Point | null>(null);
  const [box, setBox] = useState<Box | null>(null);
  const stop = useCallback((): void => {
    start.current = null;
    setBox(null);
  }, []);
  useEscape(box !== null, stop);
  return {
    box,
    handlers: {
      onPointerDown: (event) => {
        if (onBox === undefined || event.button !== 0) return;
        start.current = pointOf(event);
        event.currentTarget.setPointerCapture?.(event.pointerId);
      },
      onPointerMove: (event) => {
        if (start.current === null) return;
        const at = pointOf(event);
        setBox(boxOf(start.current, at, at.width, at.height));
      },
      onPointerUp: (event) => {
        if (start.current === null) return;
        const at = pointOf(event);
        const found = boxOf(start.current, at, at.width, at.height);
        stop();
        if (found !== null) onBox?.(found, at);
      },
      onPointerCancel: stop,
    },
  };
}
