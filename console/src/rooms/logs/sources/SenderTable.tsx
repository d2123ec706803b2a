import { useTranslation } from 'react-i18next';
import { formatCount } from '@/lib/format';
import { RelativeTime } from '@/ui/RelativeTime';
import type { Sender } from './api';
import styles from './sources.module.css';

/** Who sends lines over the network, the last heard first. */
export function SenderTable({ senders }: { senders: readonly Sender[] }) {
  const { t } = useTranslation('logs');
  return (
    <div className="mw-scroll">
      <table className={`mw-table ${styles.compact}`}>
        <thead>
          <tr>
            <th scope="col">{t('sources.sender')}</th>
            <th scope="col">{t('sources.wayIn')}</th>
            <th scope="col" className="mw-right">
              {t('sources.storedLines')}
            </th>
            <th scope="col" className="mw-right">
              {t('sources.refusedLines')}
            </th>
            <th scope="col">{t('sources.last')}</th>
          </tr>
        </thead>
        <tbody>
          {senders.map((row) => (
            <tr key={`${row.way} ${row.name}`}>
              <td className={styles.path}>{row.name}</td>
              <td>{row.way}</td>
              <td className="mw-right">{formatCount(row.stored)}</td>
              <td className="mw-right" data-bad={row.refused > 0 || undefined}>
                {formatCount(row.refused)}
              </td>
              <td>
                <RelativeTime ms={row.last} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
