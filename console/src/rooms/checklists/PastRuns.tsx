import { useTranslation } from 'react-i18next';
import type { PastRun } from '@/api/checklists';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatTime } from '@/lib/time';

/** How the last occasions ended, a bar each, the newest at the right. */
export function PastRuns({ past }: { readonly past: readonly PastRun[] }) {
  const { t } = useTranslation('checklists');
  const locale = useLocale();
  const timeZone = useTimeZone();
  return (
    <div className="mw-row" style={{ padding: 'var(--mw-space-2) var(--mw-space-3)' }}>
      <span className="mw-muted">{t('past')}</span>
      <div style={{ display: 'flex', gap: 2 }}>
        {past.toReversed().map((run) => (
          <span
            key={run.id}
            title={`${formatTime(run.begunAt, locale, timeZone)} ${run.done}/${run.total}`}
            style={{ width: 6, height: 18, borderRadius: 1, background: colour(run) }}
          />
        ))}
      </div>
    </div>
  );
}

function colour(run: PastRun): string {
  if (run.done === run.total) return 'var(--mw-ok)';
  return run.overdue ? 'var(--mw-critical)' : 'var(--mw-warning)';
}
