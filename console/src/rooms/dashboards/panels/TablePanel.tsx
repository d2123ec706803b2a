import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '@/i18n/locale';
import { displayed } from '@/rooms/dashboards/model/display';
import type { Shown } from '@/rooms/dashboards/model/frame';
import { at, text, trees } from '@/rooms/dashboards/model/json';
import type { DrawnPanel } from './drawn';
import { asTable, orderOf, type Sort } from './table';
import styles from './panels.module.css';

const MOST_ROWS = 500;
const NO_COLUMNS: readonly Shown[] = [];

/** Rows and columns; a click on a head sorts, another turns the order. */
export function TablePanel({ panel, fields }: DrawnPanel) {
  const { t } = useTranslation('dashboards');
  const first = trees(panel.options['sortBy'])[0];
  const [sort, setSort] = useState<Sort | null>(first === undefined ? null : { title: text(first['displayName']), down: first['desc'] === true });
  const [frame, setFrame] = useState(0);
  const tables = useMemo(() => asTable(fields), [fields]);
  const columns = tables[Math.min(frame, tables.length - 1)] ?? NO_COLUMNS;
  const order = useMemo(() => orderOf(columns, sort), [columns, sort]);
  const locale = useLocale();
  return (
    <div className={styles.table}>
      {tables.length > 1 && (
        <select aria-label={t('table.which')} value={frame} onChange={(event) => setFrame(Number(event.target.value))}>
          {tables.map((table, index) => (
            <option key={index} value={index}>
              {table.map(({ title }) => title).slice(-1)[0] ?? index}
            </option>
          ))}
        </select>
      )}
      <table>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={`${column.title}-${index}`} scope="col" className={column.type === 'number' ? styles.right : undefined} aria-sort={sort?.title === column.title ? (sort.down ? 'descending' : 'ascending') : undefined}>
                <button type="button" onClick={() => setSort({ title: column.title, down: sort?.title === column.title ? !sort.down : column.type === 'number' })}>
                  {column.title}
                  {sort?.title === column.title ? (sort.down ? ' ↓' : ' ↑') : ''}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {order.slice(0, MOST_ROWS).map((row) => (
            <tr key={row}>
              {columns.map((column, index) => (
                <TableCell key={index} column={column} row={row} locale={locale} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {order.length > MOST_ROWS && <p className={styles.faint}>{t('table.more', { count: order.length - MOST_ROWS })}</p>}
    </div>
  );
}

function TableCell({ column, row, locale }: { column: Shown; row: number; locale: ReturnType<typeof useLocale> }) {
  const shown = displayed(column.values[row] ?? null, column.config, locale, column.type);
  const kind = text(at(column.config.custom, 'cellOptions', 'type')) || text(column.config.custom['displayMode']);
  const filled = kind.startsWith('color-background');
  const coloured = kind.startsWith('color-text');
  const style = filled ? { background: `color-mix(in oklab, ${shown.color ?? 'transparent'} 35%, transparent)` } : coloured ? { color: shown.color } : undefined;
  return (
    <td className={column.type === 'number' ? styles.right : undefined} style={style} title={shown.text}>
      {shown.text}
    </td>
  );
}
