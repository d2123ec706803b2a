import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { seriesColor } from '@/charts/palette';
import { useBrush } from '@/charts/useBrush';
import { useWidth } from '@/charts/useSize';
import type { Trace } from './trace';
import styles from './waterfall.module.css';
import { clampView, minimap, WHOLE, type View } from './waterfall';

const HEIGHT = 48;
const MOST_ROWS = 120;

/** The whole trace in a strip; dragging shows just that stretch, a double click the whole again. */
export function Minimap({ trace, view, onView }: { trace: Trace; view: View; onView: (view: View) => void }) {
  const { t } = useTranslation('traces');
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const lines = useMemo(() => minimap(trace, HEIGHT, MOST_ROWS), [trace]);
  const thick = Math.max(1, Math.min(4, HEIGHT / Math.max(1, lines.length) - 0.5));
  const { brush, handlers } = useBrush((range) =>
    onView(clampView({ from: range.from / width, to: range.to / width })),
  );
  return (
    <div ref={box} className={styles.minimap}>
      <svg width="100%" height={HEIGHT} role="img" aria-label={t('minimap')}>
        {lines.map((line) => (
          <rect
            key={line.span.index}
            x={`${line.left}%`}
            width={`${line.width}%`}
            y={line.top}
            height={thick}
            fill={line.span.failed ? 'var(--mw-critical)' : seriesColor(line.span.service)}
          />
        ))}
        {view.from > 0 && <rect width={`${view.from * 100}%`} height={HEIGHT} className={styles.outside} />}
        {view.to < 1 && (
          <rect x={`${view.to * 100}%`} width={`${(1 - view.to) * 100}%`} height={HEIGHT} className={styles.outside} />
        )}
        <rect width="100%" height={HEIGHT} fill="transparent" onDoubleClick={() => onView(WHOLE)} {...handlers} />
        {brush !== null && (
          <rect x={brush.from} width={brush.to - brush.from} height={HEIGHT} className={styles.brush} />
        )}
      </svg>
    </div>
  );
}
