import { useTranslation } from 'react-i18next';
import { SHOWN, type Shown } from '@/rooms/metrics/query/panels';
import styles from './result.module.css';
import { MOST_ANSWERED } from './useRangeQuery';
import type { Drawn } from './seriesNames';

type ShownNoteProps = { drawn: Drawn; shown: Shown; onShown: (shown: Shown) => void };

/** Says that not all series are drawn, and how to see more of them; nothing when all are. */
export function ShownNote({ drawn, shown, onShown }: ShownNoteProps) {
  const { t } = useTranslation('metrics');
  const { total, series } = drawn;
  if (total <= SHOWN[0]) return null;
  const cut = series.length < total;
  return (
    <p className={styles.shown}>
      {cut ? t('cut', { total, shown: series.length }) : t('allShown', { total })}
      {total >= MOST_ANSWERED && <span>{t('cutByLimit', { limit: MOST_ANSWERED })}</span>}
      {SHOWN.filter((one) => one !== shown && (one === 0 || one < total)).map((one) => (
        <button key={one} type="button" onClick={() => onShown(one)}>
          {one === 0 ? t('showAll') : t('showTop', { shown: one })}
        </button>
      ))}
    </p>
  );
}
