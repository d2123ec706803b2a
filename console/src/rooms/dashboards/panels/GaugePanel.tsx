import { useLocale } from '@/i18n/locale';
import { arc } from './arc';
import { boundsOf, figuresOf, type DrawnPanel, type Figure } from './drawn';
import { colorOf } from '@/rooms/dashboards/model/colors';
import styles from './panels.module.css';

const SWEEP = 1.5 * Math.PI;
const START = 0.75 * Math.PI;

/** Figures on arcs between their bounds, the thresholds along the rim. */
export function GaugePanel(props: DrawnPanel) {
  const figures = figuresOf(props, useLocale());
  const each = Math.min(props.height - 4, Math.max(90, props.width / Math.max(1, figures.length) - 8), 260);
  return (
    <div className={styles.gauges}>
      {figures.map((figure) => (
        <Gauge key={figure.key} figure={figure} all={figures} size={each} named={figures.length > 1} />
      ))}
    </div>
  );
}

function Gauge({ figure, all, size, named }: { figure: Figure; all: readonly Figure[]; size: number; named: boolean }) {
  const { field, value, shown, title } = figure;
  const [low, high] = boundsOf(all, field);
  const place = (at: number): number => START + SWEEP * Math.max(0, Math.min(1, (at - low) / (high - low)));
  const middle = size / 2;
  const radius = size / 2 - 8;
  const thick = Math.max(8, size / 9);
  const { thresholds } = field.config;
  const steps = (thresholds?.steps ?? []).map(({ value: from, color }, index, list) => {
    const real = (at: number): number => (thresholds?.percentage === true ? low + ((high - low) * at) / 100 : at);
    const until = list[index + 1]?.value;
    return { color, from: Math.max(low, real(from)), to: until === undefined ? high : Math.min(high, real(until)) };
  });
  return (
    <figure className={styles.gauge} style={{ width: size }}>
      <svg width={size} height={size * 0.86} role="img" aria-label={`${title}: ${shown.text}`}>
        <path d={arc(middle, middle, radius - thick / 2, START, START + SWEEP)} className={styles.gaugeTrack} strokeWidth={thick} fill="none" />
        {typeof value === 'number' && (
          <path
            d={arc(middle, middle, radius - thick / 2, START, place(value))}
            stroke={shown.color ?? 'var(--mw-accent)'}
            strokeWidth={thick}
            fill="none"
          />
        )}
        {steps.map(({ color, from, to }) =>
          to > from ? (
            <path key={`${color}-${from}`} d={arc(middle, middle, radius + 3, place(from), place(to))} stroke={colorOf(color)} strokeWidth={3} fill="none" />
          ) : null,
        )}
        <text x={middle} y={middle + size * 0.04} className={styles.gaugeValue} fontSize={Math.max(13, Math.min(28, size / 7))} fill={shown.color ?? 'var(--mw-text)'}>
          {shown.text}
        </text>
      </svg>
      {named && <figcaption className={styles.statName}>{title}</figcaption>}
    </figure>
  );
}
