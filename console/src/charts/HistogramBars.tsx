import { useTranslation } from 'react-i18next';
import { formatNumber, formatPercent, formatUnit } from '@/lib/format';
import { useLocale } from '@/i18n/locale';
import type { HeatBucket } from './heatmap';
import styles from './HistogramBars.module.css';
import { quantileOf } from './quantile';

type HistogramBarsProps = {
  buckets: readonly HeatBucket[];
  count: number;
  sum: number;
  /** What the bounds measure. */
  unit: string;
  label: string;
};

const QUANTILES = [0.5, 0.9, 0.95, 0.99] as const;

/** One native histogram at one moment: a bar per bucket, as high as what fell into it, and what that means. */
export function HistogramBars({ buckets, count, sum, unit, label }: HistogramBarsProps) {
  const { t } = useTranslation('charts');
  const locale = useLocale();
  const top = Math.max(...buckets.map((bucket) => bucket.count), 1e-12);
  const say = (value: number): string => formatUnit(value, unit, locale);
  const figures: readonly (readonly [string, string])[] = [
    [t('count'), formatNumber(count, locale)],
    [t('sum'), say(sum)],
    [t('avg'), say(sum / count)],
    ...QUANTILES.map((q) => [`p${Math.round(q * 100)}`, say(quantileOf(buckets, q))] as const),
  ];
  const edges = [buckets[0], buckets[Math.floor(buckets.length / 2)], buckets.at(-1)];
  return (
    <figure className={styles.figure}>
      <dl className={styles.figures}>
        {figures.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <ul className={styles.bars} aria-label={label}>
        {buckets.map((bucket) => {
          const words = t('bucket', {
            low: say(bucket.low),
            high: say(bucket.high),
            count: formatNumber(bucket.count, locale),
            share: formatPercent(bucket.count / count),
          });
          return (
            <li key={bucket.high} title={words}>
              <span style={{ height: `${(bucket.count / top) * 100}%` }} />
              <span className="mw-hidden">{words}</span>
            </li>
          );
        })}
      </ul>
      <div className={styles.edges} aria-hidden>
        {edges.map((bucket, at) => (
          <span key={at}>{bucket === undefined ? '' : say(at === 0 ? bucket.low : bucket.high)}</span>
        ))}
      </div>
    </figure>
  );
}
