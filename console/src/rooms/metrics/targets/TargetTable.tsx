import { useTranslation } from 'react-i18next';
import type { Target } from '@/api/targets';
import { formatDuration } from '@/lib/format';
import { LabelChips } from '@/ui/Chips';
import { Badge } from '@/ui/LevelBadge';
import { RelativeTime } from '@/ui/RelativeTime';
import { scrapedAt, targetKey, type Pool } from './targetRows';
import styles from './targets.module.css';

export const LEVEL = { up: 'ok', down: 'critical', unknown: 'unknown' } as const;

type TargetTableProps = { pools: readonly Pool[]; chosen: string | undefined; onOpen: (target: Target) => void };

const MOST_ROWS = 500;

/** Targets by pool; a row opens its details. */
export function TargetTable({ pools, chosen, onOpen }: TargetTableProps) {
  const { t } = useTranslation('metrics');
  return (
    <div className="mw-scroll">
      <table className={`mw-table ${styles.targets}`}>
        <thead>
          <tr>
            <th scope="col">{t('state')}</th>
            <th scope="col">{t('address')}</th>
            <th scope="col">{t('labels')}</th>
            <th scope="col">{t('lastScrape')}</th>
            <th scope="col" className="mw-right">
              {t('took')}
            </th>
          </tr>
        </thead>
        {pools.map(({ pool, up, total, dropped, rows }) => (
          <tbody key={pool}>
            <tr>
              <th scope="colgroup" colSpan={5} className={styles.pool}>
                {pool} <span>{t('upOf', { up, total })}</span>
                {dropped > 0 && <span> · {t('droppedCount', { count: dropped })}</span>}
              </th>
            </tr>
            {rows.slice(0, MOST_ROWS).map((target) => (
              <tr
                key={targetKey(target)}
                data-opens
                aria-selected={targetKey(target) === chosen}
                onClick={() => onOpen(target)}
              >
                <td>
                  <Badge level={LEVEL[target.health]} icon>
                    {t(`health.${target.health}`)}
                  </Badge>
                </td>
                <td className={styles.address}>
                  <button type="button" className="mw-plain-button">
                    <code>{target.scrapeUrl}</code>
                  </button>
                  {target.lastError !== '' && <div className={styles.targetError}>{target.lastError}</div>}
                </td>
                <td>
                  <LabelChips labels={target.labels} />
                </td>
                <td>
                  <RelativeTime ms={scrapedAt(target.lastScrape)} />
                </td>
                <td className="mw-right">{formatDuration(target.lastScrapeDuration)}</td>
              </tr>
            ))}
            {rows.length > MOST_ROWS && (
              <tr>
                <td colSpan={5} className="mw-muted">
                  {t('moreTargets', { count: rows.length - MOST_ROWS })}
                </td>
              </tr>
            )}
          </tbody>
        ))}
      </table>
    </div>
  );
}
