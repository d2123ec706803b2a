import { useLocale } from '@/i18n/locale';
import { formatNamedUnit } from '@/lib/unitNames';
import { colorOf, paletteColor } from '@/rooms/dashboards/model/colors';
import { displayed } from '@/rooms/dashboards/model/display';
import { text, tree } from '@/rooms/dashboards/model/json';
import { slice } from './arc';
import { boundsOf, figuresOf, type DrawnPanel } from './drawn';
import styles from './panels.module.css';

/** A bar for each figure, as long as its share of the way to the bound. */
export function BarGaugePanel(props: DrawnPanel) {
  const figures = figuresOf(props, useLocale());
  return (
    <ul className={styles.bars} aria-label={props.panel.title}>
      {figures.map(({ key, title, value, shown, field }) => {
        const [low, high] = boundsOf(figures, field);
        const share = typeof value === 'number' ? Math.max(0, Math.min(1, (value - low) / (high - low))) : 0;
        return (
          <li key={key} className={styles.bar}>
            <span className={styles.barName} title={title}>
              {title}
            </span>
            <span className={styles.barTrack}>
              <span className={styles.barFill} style={{ width: `${share * 100}%`, background: shown.color ?? 'var(--mw-accent)' }} />
            </span>
            <span className={styles.barText} style={{ color: shown.color }}>
              {shown.text}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Bars beside each other: one for each row of a table, or for each series by its figure. */
export function BarChartPanel(props: DrawnPanel) {
  const locale = useLocale();
  const rows = tableBars(props, locale) ?? figuresOf(props, locale).map(({ title, value, shown }, index) => ({ name: title, value, text: shown.text, color: shown.color ?? paletteColor(index) }));
  const numbers = rows.map(({ value }) => (typeof value === 'number' ? value : 0));
  const top = Math.max(1e-12, ...numbers.map(Math.abs));
  return (
    <div className={styles.columns} role="img" aria-label={`${props.panel.title}: ${rows.map((row) => `${row.name} ${row.text}`).join(', ')}`}>
      {rows.slice(0, 60).map((row, index) => (
        <div key={`${row.name}-${index}`} className={styles.column} title={`${row.name}: ${row.text}`}>
          <span className={styles.columnText}>{row.text}</span>
          <span className={styles.columnBar} style={{ height: `${(Math.abs(numbers[index] ?? 0) / top) * 100}%`, background: row.color }} />
          <span className={styles.columnName}>{row.name}</span>
        </div>
      ))}
    </div>
  );
}

function tableBars({ panel, fields }: DrawnPanel, locale: ReturnType<typeof useLocale>) {
  const wanted = text(panel.options['xField']);
  for (const frame of fields) {
    const names = frame.find(({ title, type }) => (wanted === '' ? type === 'string' : title === wanted));
    const numbers = frame.filter(({ type }) => type === 'number');
    if (names === undefined || numbers.length === 0) continue;
    return names.values.flatMap((name, row) =>
      numbers.map((field, index) => ({
        name: numbers.length === 1 ? String(name) : `${String(name)} · ${field.title}`,
        value: field.values[row] ?? null,
        ...shownAs(displayed(field.values[row] ?? null, field.config, locale), numbers.length === 1 ? row : index),
      })),
    );
  }
  return null;
}

const shownAs = (shown: { text: string; color: string | undefined }, index: number) => ({ text: shown.text, color: shown.color ?? paletteColor(index) });

const MOST_SLICES = 8;

/** Shares of a whole: at most eight, the rest in one. */
export function PiePanel(props: DrawnPanel) {
  const locale = useLocale();
  const all = figuresOf(props, locale)
    .flatMap(({ title, value, field }) => (typeof value === 'number' && value > 0 ? [{ title, value, config: field.config }] : []))
    .sort((a, b) => b.value - a.value);
  const rest = all.slice(MOST_SLICES - 1);
  const other = locale === 'zh-CN' ? '其他' : 'other';
  const parts = all.length <= MOST_SLICES ? all : [...all.slice(0, MOST_SLICES - 1), { title: other, value: rest.reduce((sum, { value }) => sum + value, 0), config: rest[0]?.config }];
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const size = Math.max(80, Math.min(props.height - 8, props.width / 2));
  const middle = size / 2;
  const hole = text(props.panel.options['pieType']) === 'donut' ? middle * 0.55 : 0;
  const fixed = (index: number): string => {
    const config = parts[index]?.config;
    return config !== undefined && config.colorMode === 'fixed' ? colorOf(config.fixedColor) : paletteColor(index);
  };
  const starts = parts.map((_, index) => -Math.PI / 2 + (parts.slice(0, index).reduce((sum, { value }) => sum + value, 0) / total) * 2 * Math.PI);
  return (
    <div className={styles.pie}>
      <svg width={size} height={size} role="img" aria-label={props.panel.title}>
        {parts.map(({ title, value }, index) => {
          const from = starts[index] ?? 0;
          const to = from + (value / total) * 2 * Math.PI;
          return (
            <path key={title} d={slice(middle, middle, middle - 2, hole, from, to)} fill={fixed(index)} stroke="var(--mw-surface)">
              <title>{`${title}: ${formatNamedUnit(value, parts[index]?.config?.unit ?? '', locale)}`}</title>
            </path>
          );
        })}
      </svg>
      {tree(props.panel.options['legend'])['showLegend'] !== false && (
        <ul className={styles.pieLegend}>
          {parts.map(({ title, value }, index) => (
            <li key={title}>
              <span className={styles.swatch} style={{ background: fixed(index) }} />
              <span className={styles.barName}>{title}</span>
              <span>{formatNamedUnit(value, parts[index]?.config?.unit ?? '', locale)}</span>
              <span className={styles.faint}>{Math.round((value / total) * 100)} %</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
