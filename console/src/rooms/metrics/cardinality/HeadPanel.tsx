import { useTranslation } from 'react-i18next';
import type { StoreStatus } from '@/api/metricStatus';
import { useTimeRange } from '@/app/timeRange';
import { Sparkline } from '@/charts/Sparkline';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatBytes, formatCount, formatDuration, formatPercent } from '@/lib/format';
import { formatTime } from '@/lib/time';
import type { PanelQuery } from '@/ui/Panel';
import { Panel } from '@/ui/Panel';
import styles from './cardinality.module.css';
import { growth } from './growth';
import { useSelfMetric, useSelfValue } from './useSelfMetric';

const HOUR = 3_600_000;
const LIMIT = 'max(mallwatch_metrics_series_limit)';
/** From here on the limit is near enough to be a warning. */
const NEAR = 0.8;

/** How much the store holds in memory, how that grew, and how far it is to the limit. */
export function HeadPanel({ status, query }: { status: StoreStatus | undefined; query: PanelQuery }) {
  const { t } = useTranslation('metrics');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const { toMs } = useTimeRange().resolved;
  const series = useSelfMetric('prometheus_tsdb_head_series', toMs);
  const limit = useSelfValue(LIMIT);
  const head = status?.headStats;
  const memory = (status?.memoryInBytesByLabelName ?? []).reduce((sum, { value }) => sum + value, 0);
  const full = limit !== null && limit > 0 && head !== undefined ? head.numSeries / limit : null;
  const span = head === undefined || head.maxTime <= head.minTime ? null : (head.maxTime - head.minTime) / 1000;
  return (
    <Panel title={t('head.title')} query={query}>
      <ul className={styles.tiles}>
        <li>
          <span className={styles.word}>{t('head.series')}</span>
          <span className={styles.figure}>{formatCount(head?.numSeries)}</span>
          {series.length > 1 && <Sparkline points={series} height={28} />}
          <p>
            <Growth word={t('head.hour')} by={growth(series, HOUR)} /> · <Growth word={t('head.day')} by={growth(series, 24 * HOUR)} />
          </p>
          {full !== null && (
            <p data-near={full >= NEAR || undefined}>{t('head.limit', { limit: formatCount(limit), share: formatPercent(full) })}</p>
          )}
        </li>
        <li>
          <span className={styles.word}>{t('head.chunks')}</span>
          <span className={styles.figure}>{formatCount(head?.chunkCount)}</span>
          <p>{head !== undefined && head.numSeries > 0 && t('head.perSeries', { count: Number((head.chunkCount / head.numSeries).toFixed(1)) })}</p>
        </li>
        <li>
          <span className={styles.word}>{t('head.pairs')}</span>
          <span className={styles.figure}>{formatCount(head?.numLabelPairs)}</span>
          <p>{t('head.labelMemory', { size: formatBytes(memory) })}</p>
        </li>
        <li>
          <span className={styles.word}>{t('head.span')}</span>
          <span className={styles.figure}>{formatDuration(span)}</span>
          <p>{head !== undefined && head.minTime > 0 && t('head.since', { at: formatTime(head.minTime, locale, timeZone) })}</p>
        </li>
      </ul>
    </Panel>
  );
}

function Growth({ word, by }: { word: string; by: number | null }) {
  const { t } = useTranslation('metrics');
  if (by === null) return <span>{t('head.unknown', { span: word })}</span>;
  const sign = by > 0 ? '▲ +' : by < 0 ? '▼ −' : '';
  return (
    <span>
      {word} {sign}
      {formatCount(Math.abs(by))}
    </span>
  );
}
