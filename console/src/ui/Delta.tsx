import { IconCaretDownFilled, IconCaretUpFilled, IconMinus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type DeltaKind, deltaOf, type GoodWhen } from './delta';

export interface DeltaProps {
  readonly value: number | null;
  readonly previous: number | null;
  readonly kind: DeltaKind;
  readonly goodWhen: GoodWhen;
  /** What it is compared with, said after the figure. */
  readonly against?: string | undefined;
}

const COLORS = { good: 'var(--mw-ok-text)', bad: 'var(--mw-critical-text)', neutral: 'var(--mw-muted)' } as const;
const ICONS = { up: IconCaretUpFilled, down: IconCaretDownFilled, flat: IconMinus } as const;

/** An arrow, a sign and a figure; coloured by good or bad, not by direction. */
export function Delta({ value, previous, kind, goodWhen, against }: DeltaProps) {
  const { t } = useTranslation();
  const facts = deltaOf(value, previous, kind, goodWhen);
  if (facts === null) return <span className="mw-muted">{t('delta.none')}</span>;
  const Icon = ICONS[facts.direction];
  const sign = facts.direction === 'flat' ? '' : facts.change > 0 ? '+' : '−';
  const amount = (Math.abs(facts.change) * 100).toFixed(1);
  return (
    <span className="mw-row" style={{ gap: 2, fontSize: 'var(--mw-size-12)', whiteSpace: 'nowrap' }}>
      <Icon size={12} color={COLORS[facts.judgement]} aria-label={t(`delta.${facts.direction}`)} />
      <span style={{ color: COLORS[facts.judgement] }}>
        {sign}
        {amount} {kind === 'points' ? t('delta.points') : '%'}
      </span>
      {against !== undefined && <span className="mw-muted mw-clip">&nbsp;{against}</span>}
    </span>
  );
}
