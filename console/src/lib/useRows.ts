import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

/** Only the rows in sight of a scrolling box, each `height` pixels tall, or as tall as `height` says of its index; a new `keyOf` places them anew. */
export function useRows(
  box: RefObject<HTMLDivElement | null>,
  count: number,
  height: number | ((index: number) => number),
  keyOf?: (index: number) => string,
): Virtualizer<HTMLDivElement, Element> {
  // Its functions are made anew with each render, which is what the lists want.
  // oxlint-disable-next-line react/incompatible-library
  return useVirtualizer({
    ...(keyOf === undefined ? {} : { getItemKey: keyOf }),
    count,
    getScrollElement: () => box.current,
    estimateSize: (index) => (typeof height === 'number' ? height : height(index)),
    overscan: 16,
  });
}
