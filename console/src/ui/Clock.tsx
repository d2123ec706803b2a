import { IconCheck, IconClock, IconClockExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '@/i18n/locale';
import { type ClockInput, clockFacts, countdown } from './clock';
import { levelTextColor } from './levels';
import { useNow } from './useNow';

export interface ClockProps extends ClockInput {
  readonly name: string;
}

/** One promise of an incident in one line: `响应 ◷ 剩 12:41`. */
export function Clock({ name, ...input }: ClockProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const facts = clockFacts(input, useNow());
  const late = facts.state === 'overdue' || facts.state === 'missed';
  const Icon = late ? IconClockExclamation : facts.state === 'kept' ? IconCheck : IconClock;
  const color = facts.level === 'ok' ? 'var(--mw-muted)' : levelTextColor(facts.level);
  return (
    <span className="mw-row" style={{ gap: 4, whiteSpace: 'nowrap' }}>
      {name !== '' && <span className="mw-muted">{name}</span>}
      <Icon size={14} color={color} aria-hidden />
      <span style={{ color: facts.state === 'kept' ? 'var(--mw-muted)' : color }}>
        {t(`clock.${facts.state}`, { time: countdown(facts.ms, locale) })}
      </span>
    </span>
  );
}
