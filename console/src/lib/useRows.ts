import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';

/** Only the rows in sight of a scrolling box, each `height` pixels tall. */
export function useRows(
  box: RefObject<HTMLDivElement | null>,
  count: number,
  height: number,
): Virtualizer<HTMLDivElement, Element> {
  // Its functions are made anew with each render, which is what the lists want.
  // oxlint-disable-next-line react/incompatible-library
  return useVirtualizer({ count, getScrollElement: () => box.current, estimateSize: () => height, overscan: 16 });
}
