import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';

export interface LongListProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly heightOf: (item: T) => number;
  readonly render: (item: T) => ReactNode;
}

const VIRTUAL_FROM = 200;

/** A list of rows of known height; past 200 only those in sight are in the page. */
export function LongList<T>(props: LongListProps<T>) {
  if (props.items.length > VIRTUAL_FROM) return <VirtualList {...props} />;
  return (
    <>
      {props.items.map((item) => (
        <div key={props.keyOf(item)}>{props.render(item)}</div>
      ))}
    </>
  );
}

function VirtualList<T>({ items, keyOf, heightOf, render }: LongListProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const item = items[index];
      return item === undefined ? 0 : heightOf(item);
    },
    overscan: 10,
  });
  return (
    <div ref={scroller} className="mw-scroll" style={{ height: 'calc(100dvh - 180px)' }}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <div key={keyOf(item)} style={{ position: 'absolute', top: 0, right: 0, left: 0, transform: `translateY(${start}px)` }}>
              {render(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
