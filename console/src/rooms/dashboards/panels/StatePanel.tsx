import { useMemo } from 'react';
import { formatTick, zoneOffset } from '@/lib/time';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { linear, timeTicks, timeTickStep } from '@/charts/scale';
import { colorOf } from '@/rooms/dashboards/model/colors';
import { displayed } from '@/rooms/dashboards/model/display';
import type { Shown } from '@/rooms/dashboards/model/frame';
import type { Cell } from '@/rooms/dashboards/model/reduce';
import type { DrawnPanel } from './drawn';
import { stretches } from './stretches';
import styles from './panels.module.css';

const AXIS = 20;
const MOST_ROWS = 60;

/** A row for each field: which state it was in, and for how long. */
export function StatePanel({ panel, fields, range, width, height }: DrawnPanel) {
  const locale = useLocale();
  const timeZone = useTimeZone();
  const merge = panel.type === 'state-timeline' && panel.options['mergeValues'] !== false;
  const rows = useMemo(() => rowsOf(fields).slice(0, MOST_ROWS), [fields]);
  const gutter = Math.min(width * 0.35, 24 + 7 * Math.max(0, ...rows.map(({ field }) => field.title.length)));
  const plotWidth = Math.max(1, width - gutter - 8);
  const tall = Math.max(14, Math.min(40, (height - AXIS) / Math.max(1, rows.length)));
  const x = linear([range.fromMs, range.toMs], [0, plotWidth]);
  const step = timeTickStep(range.toMs - range.fromMs, plotWidth, 72);
  const bottom = tall * rows.length;
  return (
    <div className={styles.scroll}>
      <svg width={width} height={bottom + AXIS} role="img" aria-label={panel.title} className={styles.states}>
        {rows.map(({ times, field }, row) => (
          <g key={row} transform={`translate(0 ${row * tall})`}>
            <text x={gutter - 8} y={tall / 2 + 4} textAnchor="end" className={styles.stateName}>
              {field.title}
            </text>
            {stretches(times, field.values, range.stepSeconds * 1000, merge).map(({ fromMs, toMs, value }) => {
              const { text, color } = displayed(value, field.config, locale, field.type);
              const left = Math.max(0, x(fromMs));
              const wide = Math.max(1, Math.min(plotWidth, x(toMs)) - left - (merge ? 0 : 1));
              return value === null ? null : (
                <g key={fromMs} transform={`translate(${gutter + left} 0)`}>
                  <rect width={wide} y={2} height={tall - 4} fill={color ?? colorOf('blue')}>
                    <title>{`${field.title}: ${text}`}</title>
                  </rect>
                  {wide > text.length * 7 + 8 && (
                    <text x={4} y={tall / 2 + 4} className={styles.stateText}>
                      {text}
                    </text>
                  )}
                </g>
              );
            })}
          </g>
        ))}
        {timeTicks(range.fromMs, range.toMs, step, zoneOffset(range.fromMs, timeZone), plotWidth).map((at) => (
          <text key={at} x={gutter + x(at)} y={bottom + 14} textAnchor="middle" className={styles.tick}>
            {formatTick(at, step, timeZone)}
          </text>
        ))}
      </svg>
    </div>
  );
}

function rowsOf(frames: readonly (readonly Shown[])[]): { times: readonly Cell[]; field: Shown }[] {
  return frames.flatMap((frame) => {
    const times = frame.find(({ type }) => type === 'time')?.values ?? [];
    return frame.filter(({ type }) => type !== 'time').map((field) => ({ times, field }));
  });
}
