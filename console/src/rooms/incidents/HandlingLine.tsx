import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { IncidentDetail } from '@/api/incidents';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatTime } from '@/lib/time';
import { Lost } from './IncidentsPage';

export interface HandlingLineProps {
  readonly incident: IncidentDetail;
}

/** Who works on it, whether calls are held, where it went, what it costs. */
export function HandlingLine({ incident }: HandlingLineProps) {
  const { t } = useTranslation('incidents');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const { assignee, responders, snoozedUntil, mergedInto } = incident;
  return (
    <div className="mw-row mw-wrap mw-muted" style={{ gap: 12 }}>
      {assignee !== null && <span>{t('handling.assignee', { name: assignee })}</span>}
      {responders.length > 0 && <span>{t('handling.responders', { names: responders.join(', ') })}</span>}
      {snoozedUntil !== null && (
        <span>{t('handling.snoozed', { at: formatTime(snoozedUntil, locale, timeZone).slice(5, 16) })}</span>
      )}
      {mergedInto !== null && (
        <Link to="/incidents/$id" params={{ id: mergedInto }}>
          {t('handling.merged', { id: mergedInto })}
        </Link>
      )}
      <Lost incident={incident} />
    </div>
  );
}
