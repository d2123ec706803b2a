import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import styles from '@/rooms/logs/logs.module.css';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { MIN_WIDTH, nextSort, resized, type Column } from './columns';

type HeaderRowProps = {
  view: LogUrl;
  columns: readonly Column[];
  minWidth: number;
  /** The newest or the oldest may be wanted first. */
  sortable: boolean;
};

const KEY_STEP = 16;

/** Names of the columns; the time turns the order round, the edges change widths. */
export function HeaderRow({ view, columns, minWidth, sortable }: HeaderRowProps) {
  const { t } = useTranslation('logs');
  const oldest = view.order === 'oldest';
  const Arrow = oldest ? IconArrowUp : IconArrowDown;
  return (
    <div className={styles.header} style={{ minWidth }}>
      {sortable ? (
        <button
          type="button"
          className={styles.headTime}
          title={t(oldest ? 'order.toNewest' : 'order.toOldest')}
          onClick={() => view.set(view.sort === '' ? { order: oldest ? 'newest' : 'oldest' } : { sort: '' })}
        >
          {t('time')}
          {view.sort === '' && <Arrow size={12} aria-hidden />}
          <span className="mw-hidden">{t(oldest ? 'order.oldest' : 'order.newest')}</span>
        </button>
      ) : (
        <span className={styles.headTime}>{t('time')}</span>
      )}
      <span className={styles.level}>{t('level')}</span>
      {columns.map((column) => (
        <HeadCell
          key={column.field}
          column={column}
          sort={sortable ? view.sort : undefined}
          onSort={(sort) => view.set({ sort })}
          onWidth={(width) => view.set({ columns: resized(columns, column.field, width), row: view.row })}
        />
      ))}
    </div>
  );
}

type HeadCellProps = {
  column: Column;
  /** What the list is sorted by; undefined where it cannot be. */
  sort: string | undefined;
  onSort: (sort: string) => void;
  onWidth: (width: number) => void;
};

function HeadCell({ column, sort, onSort, onWidth }: HeadCellProps) {
  const { t } = useTranslation('logs');
  const name = useColumnName(column.field);
  const start = useRef<{ x: number; width: number } | null>(null);
  if (column.field === 'message') return <span className={styles.message}>{name}</span>;
  const drag = (event: PointerEvent<HTMLElement>): void => {
    const cell = event.currentTarget.parentElement;
    if (start.current === null || cell === null) return;
    cell.style.width = `${Math.max(MIN_WIDTH, start.current.width + event.clientX - start.current.x)}px`;
  };
  const drop = (event: PointerEvent<HTMLElement>): void => {
    if (start.current !== null) onWidth(start.current.width + event.clientX - start.current.x);
    start.current = null;
  };
  const byKey = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -KEY_STEP, ArrowRight: KEY_STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onWidth(column.width + by);
  };
  return (
    <span className={styles.headCell} style={{ width: column.width }}>
      {sort === undefined ? (
        <span className="mw-clip" title={column.field}>
          {name}
        </span>
      ) : (
        <button type="button" className={styles.sortable} title={t('sortBy', { field: column.field })} onClick={() => onSort(nextSort(sort, column.field))}>
          <span className="mw-clip">{name}</span>
          {sort === `${column.field}:desc` && <IconArrowDown size={12} aria-label={t('order.descending')} />}
          {sort === `${column.field}:asc` && <IconArrowUp size={12} aria-label={t('order.ascending')} />}
        </button>
      )}
      <span
        className={styles.grip}
        role="separator"
        aria-orientation="vertical"
        aria-label={t('columns.width', { field: column.field })}
        aria-valuenow={column.width}
        tabIndex={0}
        onPointerDown={(event) => {
          start.current = { x: event.clientX, width: column.width };
          event.currentTarget.setPointerCapture?.(event.pointerId);
        }}
        onPointerMove={drag}
        onPointerUp={drop}
        onKeyDown={byKey}
      />
    </span>
  );
}

const NAMED = ['service', 'level', 'category', 'action', 'message'] as const;

/** A field's name in words where it has some. */
export function useColumnName(field: string): string {
  const { t } = useTranslation('logs');
  const named = NAMED.find((one) => one === field);
  return named === undefined ? field.replace(/^data\./, '') : t(named);
}
