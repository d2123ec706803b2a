import { useTranslation } from 'react-i18next';
import type { OnCallNow } from '@/api/oncall';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatTime } from '@/lib/time';
import { Badge } from '@/ui/LevelBadge';

export interface NowOnCallProps {
  readonly now: OnCallNow;
}

/** One line a schedule: who, until when, who comes next; and the gaps ahead. */
export function NowOnCall({ now }: NowOnCallProps) {
  const { t } = useTranslation('oncall');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const short = (ms: number) => formatTime(ms, locale, timeZone).slice(5, 16);
  return (
    <div className="mw-stack">
      {now.onDuty.map((duty) => (
        <div key={duty.schedule} className="mw-row mw-wrap">
          <span className="mw-muted">{duty.name}</span>
          {duty.personName === null ? (
            <Badge level="critical" icon>
              {t('nobody')}
            </Badge>
          ) : (
            <span className="mw-strong">{duty.personName}</span>
          )}
          <span className="mw-muted">
            {duty.source === 'override' ? `${t('standIn')} · ` : ''}
            {t('until', { at: short(duty.until) })}
            {duty.next === null ? '' : ` · ${t('next', { name: duty.next })}`}
          </span>
        </div>
      ))}
      {now.gaps.map((gap) => (
        <div key={`${gap.schedule}:${gap.from}`} className="mw-row mw-wrap">
          <Badge level={gap.from <= now.at ? 'critical' : 'warning'} icon>
            {t('gap')}
          </Badge>
          <span>{t('gapFromTo', { schedule: now.onDuty.find(({ schedule }) => schedule === gap.schedule)?.name ?? gap.schedule, from: short(gap.from), until: short(gap.until) })}</span>
        </div>
      ))}
    </div>
  );
}
