import { useTranslation } from 'react-i18next';
import { useTimeZone } from '@/i18n/locale';
import { formatDuration } from '@/lib/format';
import { formatRowTime } from '@/lib/time';
import styles from '@/rooms/logs/logs.module.css';
import type { Gap } from '@/rooms/logs/live/tail';
import type { Measure, Placed } from './Line';

type GapLineProps = {
  gap: Gap;
  placed: Placed;
  measure: Measure;
  focused: boolean;
  onFill: ((gap: Gap) => void) | undefined;
};

/** Says that lines are missing here, and fetches them when it is clicked. */
export function GapLine({ gap, placed, measure, focused, onFill }: GapLineProps) {
  const { t } = useTranslation('logs');
  const timeZone = useTimeZone();
  const time = formatDuration(Math.max(0.001, (gap.toMs - gap.fromMs) / 1000));
  const since = formatRowTime(gap.fromMs, timeZone).slice(6, 14);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={placed.id}
      ref={measure}
      data-index={placed.index}
      className={`${styles.line} ${styles.gapLine}`}
      role="option"
      tabIndex={-1}
      aria-selected={false}
      data-focused={focused || undefined}
      style={placed.style}
      onClick={() => onFill?.(gap)}
    >
      {gap.gap === 'lost' ? t('gap.lost', { since, time }) : t('gap.dropped', { count: gap.count ?? 0, since })}
      <u>{t('gap.fill')}</u>
    </div>
  );
}
