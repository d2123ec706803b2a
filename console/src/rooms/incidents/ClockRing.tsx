import { useTranslation } from 'react-i18next';
import { Ring } from '@/charts/Ring';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatTime } from '@/lib/time';
import { type ClockInput, clockFacts, countdown } from '@/ui/clock';
import { levelTextColor } from '@/ui/levels';
import { useNow } from '@/ui/useNow';

export interface ClockRingProps extends ClockInput {
  readonly name: string;
}

/** One promise as a ring that fills while its time goes. */
export function ClockRing({ name, ...input }: ClockRingProps) {
  const { t } = useTranslation('incidents');
  const { t: common } = useTranslation('common');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const facts = clockFacts(input, useNow());
  const words = common(`clock.${facts.state}`, { time: countdown(facts.ms, locale) });
  const due = t('due', { at: formatTime(input.dueMs, locale, timeZone).slice(5, 16) });
  const percent = `${Math.round(facts.used * 100)}%`;
  return (
    <div className="mw-clock" title={due}>
      <Ring value={facts.used} level={facts.level} label={percent} size={48} />
      <div>
        <div className="mw-muted">{name}</div>
        <div className="mw-clock-time" style={{ color: facts.level === 'ok' ? 'var(--mw-text)' : levelTextColor(facts.level) }}>
          {words}
        </div>
        <div className="mw-muted" style={{ fontSize: 'var(--mw-size-12)' }}>
          {due}
        </div>
      </div>
    </div>
  );
}
