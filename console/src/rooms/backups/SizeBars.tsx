import { useTranslation } from 'react-i18next';
import type { Backup } from '@/api/backups';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatBytes } from '@/lib/format';
import { levelColor } from '@/ui/levels';
import { formatTime } from '@/lib/time';
import { proven, sizes } from './backup';

const MOST = 40;

/** The size of each backup as a bar in the colour of its proof, the newest at the right. */
export function SizeBars({ backups }: { readonly backups: readonly Backup[] }) {
  const { t } = useTranslation('backups');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const bars = sizes(backups).slice(-MOST);
  const most = Math.max(1, ...bars.map(({ storedBytes }) => storedBytes));
  return (
    <div role="img" aria-label={t('sizes', { count: bars.length })} style={{ display: 'flex', gap: 2, height: 40, alignItems: 'flex-end' }}>
      {bars.map((one) => (
        <span
          key={one.id}
          title={`${formatTime(one.startedAt, locale, timeZone)} ${formatBytes(one.storedBytes)} ${t(`proven.${proven(one).word}`)}`}
          style={{ flex: 1, maxWidth: 16, minHeight: 2, height: `${(100 * one.storedBytes) / most}%`, borderRadius: 1, background: levelColor(proven(one).level) }}
        />
      ))}
    </div>
  );
}
