import { Button } from '@mantine/core';
import { useMemo, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { seriesColor } from '@/charts/palette';
import { formatCount, formatDuration, formatPercent } from '@/lib/format';
import { EmptyState } from '@/ui/states';
import { flameLayout, frameMatches, frames, type Frame } from './flame';
import type { Trace } from './trace';
import styles from './views.module.css';

type FlameGraphProps = {
  trace: Trace;
  find: string;
  /** Position of the frame that fills the width. */
  zoom: number;
  onZoom: (at: number) => void;
  onOpen: (spanId: string) => void;
};

const ROW = 22;

/** Where the time of the trace went: callers above, what they called below, as wide as the work in it. */
export function FlameGraph({ trace, find, zoom, onZoom, onOpen }: FlameGraphProps) {
  const { t } = useTranslation('traces');
  const all = useMemo(() => frames(trace), [trace]);
  const layout = useMemo(() => flameLayout(all, zoom), [all, zoom]);
  const top = all[zoom] ?? all[0];
  const whole = Math.max(1e-9, all[0]?.workMs ?? 0);
  const words = (frame: Frame): string =>
    t('frameTitle', {
      name: nameOf(frame, t('wholeTrace')),
      count: frame.count,
      work: formatDuration(frame.workMs / 1000),
      share: formatPercent(frame.workMs / whole),
      self: formatDuration(frame.selfMs / 1000),
    });
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || zoom === 0) return;
    event.preventDefault();
    onZoom(all[zoom]?.parent ?? 0);
  };
  if (top === undefined || whole <= 1e-9) return <EmptyState>{t('flameEmpty')}</EmptyState>;
  return (
    <div className={styles.scroll}>
      {/* Esc goes one caller up; the frames themselves are buttons. */}
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
      <div className={styles.flame} style={{ height: layout.rows * ROW }} onKeyDown={onKey}>
        {layout.placed.map(({ frame, left, width, row }) => (
          <button
            key={frame.at}
            type="button"
            title={words(frame)}
            aria-label={words(frame)}
            aria-pressed={frame.at === top.at}
            data-faded={(find.trim() !== '' && !frameMatches(frame, find)) || undefined}
            data-failed={frame.failed > 0 || undefined}
            style={{
              left: `${left}%`,
              width: `${width}%`,
              top: row * ROW,
              background: frame.at === top.at ? undefined : tint(frame),
            }}
            onClick={() => onZoom(frame.at)}
          >
            {nameOf(frame, t('wholeTrace'))}
          </button>
        ))}
      </div>
      <div className={`mw-row mw-wrap ${styles.below}`}>
        <b>{nameOf(top, t('wholeTrace'))}</b>
        <span>{t('frameWork', { time: formatDuration(top.workMs / 1000), share: formatPercent(top.workMs / whole) })}</span>
        <span className="mw-muted">{t('self', { time: formatDuration(top.selfMs / 1000) })}</span>
        <span className="mw-muted">{t('calls', { count: top.count, text: formatCount(top.count) })}</span>
        {top.slowest !== '' && (
          <Button variant="default" onClick={() => onOpen(top.slowest)}>
            {t('openSlowest', { time: formatDuration(top.slowestMs / 1000) })}
          </Button>
        )}
        {zoom !== 0 && (
          <Button variant="default" onClick={() => onZoom(0)}>
            {t('wholeTrace')}
          </Button>
        )}
        {layout.hidden > 0 && <span className="mw-muted">{t('framesHidden', { count: layout.hidden })}</span>}
      </div>
      <p className={`mw-muted ${styles.below}`}>{t('flameHint')}</p>
    </div>
  );
}

/** The service's colour, pale enough for words on it. */
function tint(frame: Frame): string | undefined {
  return frame.at === 0 ? undefined : `color-mix(in srgb, ${seriesColor(frame.service)} 24%, var(--mw-surface))`;
}

function nameOf(frame: Frame, whole: string): string {
  return frame.at === 0 ? whole : `${frame.service} ${frame.operation}`;
}
