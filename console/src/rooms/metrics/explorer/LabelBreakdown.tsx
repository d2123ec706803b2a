import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BarList } from '@/charts/BarList';
import { formatCount } from '@/lib/format';
import type { LabelShare } from './breakdown';
import styles from './explorer.module.css';

type LabelBreakdownProps = {
  shares: readonly LabelShare[];
  /** Series in all. */
  total: number;
  open: string | undefined;
  onOpen: (label: string | undefined) => void;
  /** A value was chosen to narrow by. */
  onPick: (label: string, value: string) => void;
};

const FIRST = 10;
const MOST = 200;

/** Each label with the number of its values and of the series that would be left without it, down to the values. */
export function LabelBreakdown({ shares, total, open, onOpen, onPick }: LabelBreakdownProps) {
  const { t } = useTranslation('metrics');
  if (shares.length === 0) return <p className="mw-muted">{t('noLabels')}</p>;
  return (
    <ul className={styles.labels}>
      {shares.map((share) => (
        <li key={share.label}>
          <button
            type="button"
            className={styles.label}
            aria-expanded={open === share.label}
            onClick={() => onOpen(open === share.label ? undefined : share.label)}
          >
            {open === share.label ? <IconChevronDown size={13} /> : <IconChevronRight size={13} />}
            <code>{share.label}</code>
            <span className="mw-muted">{t('valueCount', { count: share.values.length, text: formatCount(share.values.length) })}</span>
            <span className="mw-grow" />
            {share.without < total && (
              <span className={styles.without}>{t('without', { text: formatCount(share.without) })}</span>
            )}
          </button>
          {open === share.label && <Values share={share} onPick={(value) => onPick(share.label, value)} />}
        </li>
      ))}
    </ul>
  );
}

function Values({ share, onPick }: { share: LabelShare; onPick: (value: string) => void }) {
  const { t } = useTranslation('metrics');
  const [all, setAll] = useState(false);
  const shown = share.values.slice(0, all ? MOST : FIRST);
  const more = share.values.length - shown.length;
  return (
    <div className={styles.values}>
      <BarList
        label={share.label}
        items={shown.map(({ value, series }) => ({ key: value, label: value === '' ? '""' : value, value: series }))}
        format={formatCount}
        onSelect={onPick}
      />
      {more > 0 &&
        (all ? (
          <span className="mw-muted">{t('moreValues', { count: more, text: formatCount(share.values.length) })}</span>
        ) : (
          <button type="button" className={styles.more} onClick={() => setAll(true)}>
            {t('showValues', { count: more })}
          </button>
        ))}
    </div>
  );
}
