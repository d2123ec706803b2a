import type { CSSProperties } from 'react';
import { logLevelColor, seriesColor } from '@/charts/palette';
import { useTimeZone } from '@/i18n/locale';
import { formatRowTime } from '@/lib/time';
import type { LogRow } from '@/rooms/logs/api';
import styles from '@/rooms/logs/logs.module.css';
import { markParts } from '@/rooms/logs/queryText';
import { fieldText, type Column } from './columns';

/** Where a row stands in the list. */
export type Placed = {
  readonly id: string;
  readonly index: number;
  readonly style: CSSProperties;
};

/** Told a row's element when rows have heights of their own. */
export type Measure = ((element: Element | null) => void) | undefined;

type LineProps = {
  row: LogRow;
  columns: readonly Column[];
  terms: readonly string[];
  placed: Placed;
  measure: Measure;
  phone: boolean;
  wrap: boolean;
  open: boolean;
  focused: boolean;
  onOpen: () => void;
};

const LONGEST = 2000;

export function Line({ row, columns, terms, placed, measure, phone, wrap, open, focused, onOpen }: LineProps) {
  const shown = formatRowTime(row.timestamp, useTimeZone());
  return (
    // The list box takes the keys for its rows.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={placed.id}
      ref={measure}
      data-index={placed.index}
      className={styles.line}
      role="option"
      tabIndex={-1}
      aria-selected={open}
      data-focused={focused || undefined}
      data-phone={phone || undefined}
      data-wrap={wrap || undefined}
      style={placed.style}
      onClick={onOpen}
    >
      <span className={styles.levelBar} style={{ background: logLevelColor(row.level) }} title={row.level} />
      {phone ? (
        <span className={styles.two}>
          <span className={styles.small}>
            <span>{shown.slice(6)}</span>
            <span>{row.level}</span>
            <Service name={row.service} />
          </span>
          <Message text={row.message} terms={terms} />
        </span>
      ) : (
        <>
          <span className={styles.time}>
            <span className={styles.date}>{shown.slice(0, 6)}</span>
            {shown.slice(6)}
          </span>
          <span className={styles.level}>{row.level}</span>
          {columns.map(({ field, width }) => (
            <Cell key={field} row={row} field={field} width={width} terms={terms} />
          ))}
        </>
      )}
    </div>
  );
}

function Cell({ row, field, width, terms }: { row: LogRow; field: string; width: number; terms: readonly string[] }) {
  if (field === 'message') {
    return (
      <>
        <Message text={row.message} terms={terms} />
        {row.error !== null && row.error.name !== '' && <span className={styles.errorName}>{row.error.name}</span>}
      </>
    );
  }
  const text = fieldText(row, field);
  return (
    <span className={styles.cell} style={{ width }} title={text}>
      {field === 'service' ? <Service name={text} /> : text}
    </span>
  );
}

function Service({ name }: { name: string }) {
  return (
    <span className={styles.service}>
      {name !== '' && <i style={{ background: seriesColor(name) }} />}
      {name}
    </span>
  );
}

function Message({ text, terms }: { text: string; terms: readonly string[] }) {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return (
    <span className={styles.message}>
      {markParts(short, terms).map((part, at) =>
        part.hit ? <mark key={at}>{part.text}</mark> : <span key={at}>{part.text}</span>,
      )}
    </span>
  );
}
