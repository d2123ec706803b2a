import { useLocale } from '@/i18n/locale';
import { formatNamedUnit } from '@/lib/unitNames';
import { paletteColor } from '@/rooms/dashboards/model/colors';
import { numberFields } from '@/rooms/dashboards/model/frame';
import { figure } from '@/rooms/dashboards/model/json';
import type { DrawnPanel } from './drawn';
import { bins } from './bins';
import styles from './panels.module.css';

/** How often which values occur. */
export function HistogramPanel({ panel, fields }: DrawnPanel) {
  const locale = useLocale();
  const all = numberFields(fields);
  const values = all.flatMap(({ field }) => field.values.filter((value): value is number => typeof value === 'number'));
  const found = bins(values, figure(panel.options['bucketSize']), figure(panel.options['bucketCount']) ?? 30);
  const unit = panel.fieldConfig.defaults.unit;
  const top = Math.max(1, ...found.map(({ count }) => count));
  return (
    <div className={styles.columns} role="img" aria-label={panel.title}>
      {found.map(({ from, to, count }) => {
        const name = `${formatNamedUnit(from, unit, locale)} – ${formatNamedUnit(to, unit, locale)}`;
        return (
          <div key={from} className={styles.column} title={`${name}: ${count}`}>
            <span className={styles.columnBar} style={{ height: `${(count / top) * 100}%`, background: paletteColor(0) }} />
            <span className={styles.columnName}>{formatNamedUnit(from, unit, locale)}</span>
          </div>
        );
      })}
    </div>
  );
}
