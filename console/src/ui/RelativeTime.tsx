import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatRelative, formatTime } from '@/lib/time';
import { useNow } from './useNow';

export interface RelativeTimeProps {
  readonly ms: number | null;
}

/** `2 小时前`, with the absolute time on hover and for machines. */
export function RelativeTime({ ms }: RelativeTimeProps) {
  const locale = useLocale();
  const timeZone = useTimeZone();
  const now = useNow();
  if (ms === null) return <span className="mw-muted">–</span>;
  return (
    <time dateTime={new Date(ms).toISOString()} title={formatTime(ms, locale, timeZone)} style={{ whiteSpace: 'nowrap' }}>
      {formatRelative(ms, Math.max(now, ms), locale)}
    </time>
  );
}

export interface AbsoluteTimeProps {
  readonly ms: number;
}

/** `2026-11-23 04:30:15`, with the relative time on hover. */
export function AbsoluteTime({ ms }: AbsoluteTimeProps) {
  const locale = useLocale();
  const timeZone = useTimeZone();
  const now = useNow();
  return (
    <time dateTime={new Date(ms).toISOString()} title={formatRelative(ms, now, locale)} style={{ whiteSpace: 'nowrap' }}>
      {formatTime(ms, locale, timeZone)}
    </time>
  );
}
