import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNamedUnit } from '@/lib/unitNames';
import { useLocale } from '@/i18n/locale';
import styles from './Legend.module.css';
import { legendRows, type Series } from './seriesData';

type LegendProps = {
  series: readonly Series[];
  colors: readonly string[];
  hidden: ReadonlySet<string>;
  unit: string;
  onToggle: (name: string, toggle: boolean) => void;
};

const MOST_ROWS = 200;

/** The series with their figures; a click shows one alone, with ctrl or ⌘ it hides or shows just that one. */
export function Legend({ series, colors, hidden, unit, onToggle }: LegendProps) {
  const { t } = useTranslation('charts');
  const locale = useLocale();
  const rows = useMemo(() => legendRows(series), [series]);
  return (
    <div className={styles.legend}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('series')}</th>
            <th scope="col">{t('last')}</th>
            <th scope="col" className={styles.wideOnly}>
              {t('min')}
            </th>
            <th scope="col" className={styles.wideOnly}>
              {t('avg')}
            </th>
            <th scope="col" className={styles.wideOnly}>
              {t('max')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row) => (
            <tr key={row.index} className={hidden.has(row.name) ? styles.off : undefined}>
              <td>
                <button
                  type="button"
                  aria-pressed={!hidden.has(row.name)}
                  title={t('legendHint')}
                  onClick={(event) => onToggle(row.name, event.ctrlKey || event.metaKey)}
                >
                  <span
                    className={styles.swatch}
                    style={{ color: colors[row.index] }}
                    data-dashed={series[row.index]?.dashed === true || undefined}
                  />
                  {row.name}
                </button>
              </td>
              <td>{formatNamedUnit(row.last, series[row.index]?.unit ?? unit, locale)}</td>
              <td className={styles.wideOnly}>{formatNamedUnit(row.min, series[row.index]?.unit ?? unit, locale)}</td>
              <td className={styles.wideOnly}>{formatNamedUnit(row.avg, series[row.index]?.unit ?? unit, locale)}</td>
              <td className={styles.wideOnly}>{formatNamedUnit(row.max, series[row.index]?.unit ?? unit, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_ROWS && <p className={styles.note}>{t('more', { count: rows.length - MOST_ROWS })}</p>}
    </div>
  );
}
