import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useRows } from '@/lib/useRows';
import { isGap, type Gap, type TailItem } from '@/rooms/logs/live/tail';
import styles from '@/rooms/logs/logs.module.css';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { DEFAULT_COLUMNS } from './columns';
import { GapLine } from './GapLine';
import { HeaderRow } from './HeaderRow';
import { Line } from './Line';
import { usePageKeys } from './usePageKeys';

type LogListProps = {
  rows: readonly TailItem[];
  terms: readonly string[];
  /** Columns, wrapping and order. */
  view: LogUrl;
  selected: string | undefined;
  onOpen: (id: string) => void;
  onScrolled?: ((scrolled: boolean) => void) | undefined;
  /** The last rows come into sight. */
  onEnd?: (() => void) | undefined;
  more?: boolean | undefined;
  onGap?: ((gap: Gap) => void) | undefined;
};

const ROW = 28;
const PHONE_ROW = 46;
const NEAR_END = 30;
export const PHONE = '(max-width: 720px)';

/** Time · level · the chosen columns, one line each (two on a phone); ↑↓ or j k walk, Enter opens. */
export function LogList(props: LogListProps) {
  const { rows, terms, view, selected, onOpen, onScrolled, onEnd, more = false, onGap } = props;
  const { t } = useTranslation('logs');
  const phone = useMediaQuery(PHONE) ?? false;
  const box = useRef<HTMLDivElement>(null);
  const listBox = useRef<HTMLDivElement>(null);
  const listId = useId();
  const [cursor, setCursor] = useState(-1);
  const columns = view.columns ?? DEFAULT_COLUMNS;
  const height = phone ? PHONE_ROW : ROW;
  const measured = view.wrap && !phone;
  const list = useRows(box, rows.length + (more ? 1 : 0), height, (index) => rows[index]?.id ?? 'more');
  const items = list.getVirtualItems();
  const measure = measured ? list.measureElement : undefined;
  const last = items.at(-1)?.index ?? 0;
  const nearEnd = more && last >= rows.length - NEAR_END;
  useEffect(() => {
    if (nearEnd) onEnd?.();
  }, [nearEnd, onEnd]);
  // Rows of another height are placed anew.
  // oxlint-disable-next-line react/exhaustive-effect-dependencies
  useEffect(() => list.measure(), [list, height, measured]);
  const open = useMemo(() => (selected === undefined ? -1 : rows.findIndex(({ id }) => id === selected)), [rows, selected]);
  useEffect(() => {
    if (open >= 0) list.scrollToIndex(open, { align: 'auto' });
    // Only when another row is opened.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies, react-hooks/exhaustive-deps
  }, [open]);

  const walk = (event: KeyboardEvent | globalThis.KeyboardEvent): void => {
    if (selected !== undefined || event.metaKey || event.ctrlKey || event.altKey) return;
    const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 20, PageUp: -20 }[event.key];
    const row = rows[cursor];
    if (by !== undefined) {
      const next = Math.max(0, Math.min(rows.length - 1, cursor + by));
      setCursor(next);
      list.scrollToIndex(next, { align: 'auto' });
    } else if (event.key === 'Enter' && row !== undefined && !isGap(row)) onOpen(row.id);
    else return;
    event.preventDefault();
  };
  usePageKeys((event) => {
    if (event.key === 'j' || event.key === 'k') {
      listBox.current?.focus({ preventScroll: true });
      walk(event);
    }
  });
  const at = open >= 0 ? open : cursor;
  const wide = columns.reduce((sum, { field, width }) => sum + (field === 'message' ? Math.max(240, width) : width), 190);
  return (
    <div ref={box} className={styles.list} onScroll={(event) => onScrolled?.(event.currentTarget.scrollTop > ROW)}>
      {!phone && <HeaderRow view={view} columns={columns} minWidth={wide} sortable={onGap === undefined} />}
      <div
        ref={listBox}
        className={styles.rows}
        role="listbox"
        aria-label={t('lines')}
        aria-activedescendant={at >= 0 ? `${listId}-${at}` : undefined}
        tabIndex={0}
        style={{ height: list.getTotalSize(), minWidth: phone ? undefined : wide }}
        onKeyDown={walk}
      >
        {items.map(({ index, start, key }) => {
          const row = rows[index];
          const placed = {
            id: `${listId}-${index}`,
            index,
            style: { transform: `translateY(${start}px)`, [measured ? 'minHeight' : 'height']: height },
          };
          if (row === undefined) {
            return (
              <div key={key} role="presentation" className={styles.loadingMore} style={placed.style}>
                {t('loadingMore')}
              </div>
            );
          }
          if (isGap(row)) return <GapLine key={key} gap={row} placed={placed} measure={measure} focused={index === at} onFill={onGap} />;
          return (
            <Line
              key={key}
              row={row}
              columns={columns}
              terms={terms}
              placed={placed}
              measure={measure}
              phone={phone}
              wrap={measured}
              open={row.id === selected}
              focused={index === at}
              onOpen={() => {
                setCursor(index);
                onOpen(row.id);
              }}
            />
          );
        })}
      </div>
    </div>
  );
}
