import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { logLevelColor, seriesColor } from '@/charts/palette';
import { useTimeZone } from '@/i18n/locale';
import { formatRowTime } from '@/lib/time';
import { useRows } from '@/lib/useRows';
import type { LogRow } from './api';
import styles from './logs.module.css';
import { markParts } from './queryText';

type LogListProps = {
  rows: readonly LogRow[];
  terms: readonly string[];
  selected: string | undefined;
  onOpen: (id: string) => void;
  onScrolled?: ((scrolled: boolean) => void) | undefined;
  /** The last rows come into sight. */
  onEnd?: (() => void) | undefined;
  more?: boolean | undefined;
};

const ROW = 28;
const NEAR_END = 30;

/** Time · level · service · message, one line each; ↑↓ or j k walk, Enter opens. */
export function LogList({ rows, terms, selected, onOpen, onScrolled, onEnd, more = false }: LogListProps) {
  const { t } = useTranslation('logs');
  const box = useRef<HTMLDivElement>(null);
  const listId = useId();
  const [cursor, setCursor] = useState(-1);
  const list = useRows(box, rows.length + (more ? 1 : 0), ROW);
  const items = list.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const nearEnd = more && last >= rows.length - NEAR_END;
  useEffect(() => {
    if (nearEnd) onEnd?.();
  }, [nearEnd, onEnd]);
  const open = selected === undefined ? -1 : rows.findIndex(({ id }) => id === selected);
  useEffect(() => {
    if (open >= 0) list.scrollToIndex(open, { align: 'auto' });
    // Only when another row is opened.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies, react-hooks/exhaustive-deps
  }, [open]);

  const walk = (event: KeyboardEvent): void => {
    if (selected !== undefined || event.metaKey || event.ctrlKey || event.altKey) return;
    const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 20, PageUp: -20 }[event.key];
    const row = rows[cursor];
    if (by !== undefined) {
      const next = Math.max(0, Math.min(rows.length - 1, cursor + by));
      setCursor(next);
      list.scrollToIndex(next, { align: 'auto' });
    } else if (event.key === 'Enter' && row !== undefined) onOpen(row.id);
    else return;
    event.preventDefault();
  };
  const at = open >= 0 ? open : cursor;
  return (
    <div
      ref={box}
      className={styles.list}
      role="listbox"
      aria-label={t('lines')}
      aria-activedescendant={at >= 0 ? `${listId}-${at}` : undefined}
      tabIndex={0}
      onKeyDown={walk}
      onScroll={(event) => onScrolled?.(event.currentTarget.scrollTop > ROW)}
    >
      <div style={{ height: list.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, start }) => {
          const row = rows[index];
          const style = { transform: `translateY(${start}px)`, height: ROW };
          if (row === undefined) {
            return (
              <div key="more" className={styles.loadingMore} style={style}>
                {t('loadingMore')}
              </div>
            );
          }
          return (
            <Line
              key={row.id}
              id={`${listId}-${index}`}
              row={row}
              terms={terms}
              style={style}
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

type LineProps = {
  id: string;
  row: LogRow;
  terms: readonly string[];
  style: { transform: string; height: number };
  open: boolean;
  focused: boolean;
  onOpen: () => void;
};

function Line({ id, row, terms, style, open, focused, onOpen }: LineProps) {
  const shown = formatRowTime(row.timestamp, useTimeZone());
  return (
    // The list box takes the keys for its rows.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      className={styles.line}
      role="option"
      tabIndex={-1}
      aria-selected={open}
      data-focused={focused || undefined}
      style={style}
      onClick={onOpen}
    >
      <span className={styles.time}>
        <span className={styles.date}>{shown.slice(0, 6)}</span>
        {shown.slice(6)}
      </span>
      <span className={styles.levelBar} style={{ background: logLevelColor(row.level) }} title={row.level} />
      <span className="mw-hidden">{row.level}</span>
      <span className={styles.service}>
        {row.service !== '' && <i style={{ background: seriesColor(row.service) }} />}
        {row.service}
      </span>
      <Message text={row.message} terms={terms} />
      {row.error !== null && row.error.name !== '' && <span className={styles.errorName}>{row.error.name}</span>}
    </div>
  );
}

export function Message({ text, terms }: { text: string; terms: readonly string[] }) {
  const oneLine = text.length > 2000 ? `${text.slice(0, 2000)}…` : text;
  return (
    <span className={styles.message}>
      {markParts(oneLine, terms).map((part, at) =>
        part.hit ? <mark key={at}>{part.text}</mark> : <span key={at}>{part.text}</span>,
      )}
    </span>
  );
}
