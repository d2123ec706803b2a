import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { targets } from '@/api/prometheus';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { formatDuration } from '@/lib/format';
import { LabelChips, ToggleChip } from '@/ui/Chips';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';
import styles from './metrics.module.css';
import { byPool } from './targetRows';

const LEVEL = { up: 'ok', down: 'critical', unknown: 'unknown' } as const;

/** Where metrics are scraped from, and how that goes. */
export function Targets() {
  const { t } = useTranslation('metrics');
  const url = useUrlState();
  const { refreshSeconds } = useTimeRange();
  const query = useQuery({
    queryKey: ['targets'],
    queryFn: ({ signal }) => targets(signal),
    refetchInterval: refreshSeconds > 0 ? refreshSeconds * 1000 : false,
  });
  const all = query.data ?? [];
  const onlyDown = url.get('down') === '1';
  const shown = onlyDown ? all.filter(({ health }) => health !== 'up') : all;
  const down = all.filter(({ health }) => health === 'down').length;
  return (
    <Panel
      title={t('targetCount', { count: all.length })}
      query={query}
      flush
      actions={
        <ToggleChip on={onlyDown} onToggle={() => url.set({ down: onlyDown ? undefined : '1' })}>
          {t('onlyDown', { count: down })}
        </ToggleChip>
      }
      empty={
        all.length === 0 ? (
          <EmptyState>{t('noTargets')}</EmptyState>
        ) : (
          shown.length === 0 && <EmptyState>{t('allUp')}</EmptyState>
        )
      }
    >
      <div className="mw-scroll">
        <table className="mw-table">
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
          {byPool(shown).map(({ pool, up, rows }) => (
            <tbody key={pool}>
              <tr>
                <th scope="colgroup" colSpan={5} className={styles.pool}>
                  {pool} <span>{t('upOf', { up, total: rows.length })}</span>
                </th>
              </tr>
              {rows.map((target) => (
                <tr key={`${target.scrapeUrl} ${JSON.stringify(target.labels)}`}>
                  <td>
                    <Badge level={LEVEL[target.health]} icon>
                      {t(`health.${target.health}`)}
                    </Badge>
                  </td>
                  <td className={styles.address}>
                    <code>{target.scrapeUrl}</code>
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
            </tbody>
          ))}
        </table>
      </div>
    </Panel>
  );
}

/** Prometheus writes the year 1 for a target that was never scraped. */
function scrapedAt(text: string): number | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) || ms <= 0 ? null : ms;
}
