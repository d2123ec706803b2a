import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { logLevelColor, seriesColor } from '@/charts/palette';
import { useTimeZone } from '@/i18n/locale';
import { formatRowTime } from '@/lib/time';
import type { LogRow } from '@/rooms/logs/api';
import logsStyles from '@/rooms/logs/logs.module.css';
import styles from './stats.module.css';

export type EntryColumn = { readonly name: string; readonly right?: boolean; readonly cell: (row: LogRow) => ReactNode };

type EntryTableProps = {
  rows: readonly LogRow[];
  columns: readonly EntryColumn[];
  selected: string | undefined;
  onOpen: (id: string) => void;
};

/** A page of lines: time, service, what the view asks for, and the message; a row opens the line. */
export function EntryTable({ rows, columns, selected, onOpen }: EntryTableProps) {
  const { t } = useTranslation('logs');
  const timeZone = useTimeZone();
  return (
    <div className="mw-scroll">
      <table className={`mw-table ${styles.entries}`}>
        <thead>
          <tr>
            <th scope="col">{t('time')}</th>
            <th scope="col">{t('service')}</th>
            {columns.map(({ name, right }) => (
              <th key={name} scope="col" className={right === true ? 'mw-right' : undefined}>
                {name}
              </th>
            ))}
            <th scope="col">{t('message')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-opens aria-selected={row.id === selected} onClick={() => onOpen(row.id)}>
              <td className={styles.when}>
                <span className={logsStyles.levelBar} style={{ background: logLevelColor(row.level) }} title={row.level} />
                {formatRowTime(row.timestamp, timeZone).slice(0, 14)}
              </td>
              <td>
                <span className={logsStyles.service}>
                  {row.service !== '' && <i style={{ background: seriesColor(row.service) }} />}
                  {row.service}
                </span>
              </td>
              {columns.map(({ name, right, cell }) => (
                <td key={name} className={right === true ? 'mw-right' : undefined}>
                  {cell(row)}
                </td>
              ))}
              <td className={styles.what}>
                <button
                  type="button"
                  className="mw-plain-button"
                  onClick={(event) => {
                    event.stopPropagation();
                    onOpen(row.id);
                  }}
                >
                  {row.message}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
