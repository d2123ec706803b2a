import { Sparkline } from '@/charts/Sparkline';
import { useLocale } from '@/i18n/locale';
import type { Point } from '@/charts/seriesData';
import { text } from '@/rooms/dashboards/model/json';
import type { Cell } from '@/rooms/dashboards/model/reduce';
import { figuresOf, type DrawnPanel } from './drawn';
import styles from './panels.module.css';

const course = (times: readonly Cell[], values: readonly Cell[]): Point[] =>
  times.flatMap((time, index): Point[] => {
    const value = values[index];
    return typeof time === 'number' ? [[time, typeof value === 'number' ? value : null]] : [];
  });

/** Big figures, with their course behind them. */
export function StatPanel(props: DrawnPanel) {
  const locale = useLocale();
  const { options } = props.panel;
  const figures = figuresOf(props, locale);
  const background = text(options['colorMode']).startsWith('background');
  const coloured = text(options['colorMode'], 'value') === 'value';
  const graph = text(options['graphMode'], 'area') !== 'none';
  const mode = text(options['textMode'], 'auto');
  const named = mode === 'value_and_name' || mode === 'name' || (mode === 'auto' && figures.length > 1);
  const rows = props.width / Math.max(1, figures.length) < 90 && props.height > props.width;
  const each = props.width / Math.max(1, rows ? 1 : figures.length);
  // A letter is about three fifths as wide as it is high.
  const letters = Math.max(3, ...figures.map(({ shown }) => shown.text.length + text(options['prefix']).length + text(options['postfix']).length));
  const size = Math.max(13, Math.min(40, props.height / (rows ? figures.length * 2 : 2.4), (each - 12) / (letters * 0.6)));
  return (
    <div className={styles.stats} data-rows={rows || undefined}>
      {figures.map(({ key, title, shown, field, times }) => (
        <div
          key={key}
          className={styles.stat}
          data-filled={background || undefined}
          style={background ? { background: shown.color } : undefined}
          title={`${title}: ${shown.text}`}
        >
          {named && <div className={styles.statName}>{title}</div>}
          {mode !== 'none' && mode !== 'name' && (
            <div className={styles.statValue} style={{ fontSize: size, ...(coloured && !background ? { color: shown.color } : {}) }}>
              {text(options['prefix'])}
              {shown.text}
              {text(options['postfix'])}
            </div>
          )}
          {graph && times.length > 2 && props.height > 70 && (
            <div className={styles.statLine} aria-hidden>
              <Sparkline points={course(times, field.values)} height={Math.min(40, props.height / 3)} color={background ? 'var(--mw-surface)' : shown.color} />
            </div>
          )}
        </div>
      ))}
    </div>
  );
}
