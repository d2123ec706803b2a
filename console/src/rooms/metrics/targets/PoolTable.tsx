import { useTranslation } from 'react-i18next';
import { formatCount } from '@/lib/format';
import type { Pool } from './targetRows';
import styles from './targets.module.css';

type PoolTableProps = { pools: readonly Pool[]; chosen: string | undefined; onChoose: (pool: string | undefined) => void };

/** What discovery found for each pool: how much of it is scraped, fails, or was left out. A click narrows to one. */
export function PoolTable({ pools, chosen, onChoose }: PoolTableProps) {
  const { t } = useTranslation('metrics');
  return (
    <div className="mw-scroll">
      <table className="mw-table">
        <thead>
          <tr>
            <th scope="col">{t('pool')}</th>
            <th scope="col" className="mw-right">
              {t('discovered')}
            </th>
            <th scope="col" className="mw-right">
              {t('health.up')}
            </th>
            <th scope="col" className="mw-right">
              {t('health.down')}
            </th>
            <th scope="col" className="mw-right">
              {t('left')}
            </th>
          </tr>
        </thead>
        <tbody>
          {pools.map(({ pool, up, down, dropped, total }) => (
            <tr
              key={pool}
              data-opens
              aria-selected={pool === chosen}
              onClick={() => onChoose(pool === chosen ? undefined : pool)}
            >
              <td>
                <button type="button" className="mw-plain-button" aria-pressed={pool === chosen}>
                  {pool}
                </button>
              </td>
              <td className="mw-right">{formatCount(total + dropped)}</td>
              <td className="mw-right">{formatCount(up)}</td>
              <td className={`mw-right ${down > 0 ? (styles.down ?? '') : ''}`}>{formatCount(down)}</td>
              <td className="mw-right">{formatCount(dropped)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
