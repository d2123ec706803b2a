import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { logsHref } from '@/lib/links';
import { formatTime } from '@/lib/time';
import type { DrawnPanel } from './drawn';
import styles from './panels.module.css';

/** Lines, newest first. */
export function LogsPanel({ fields, range }: DrawnPanel) {
  const { t } = useTranslation('dashboards');
  const locale = useLocale();
  const timeZone = useTimeZone();
  return (
    <div className={styles.scroll}>
      {fields.map((frame, index) => {
        const column = (name: string) => frame.find((field) => field.name === name);
        const [times, lines, levels] = [column('Time'), column('Line'), column('level')];
        return (lines?.values ?? []).map((line, row) => {
          const ms = Number(times?.values[row]);
          return (
            <div key={`${index}-${row}`} className={styles.line} data-level={String(levels?.values[row] ?? '')}>
              <span className={styles.faint}>{Number.isFinite(ms) ? formatTime(ms, locale, timeZone) : ''}</span>
              <span className={styles.lineText}>{String(line ?? '')}</span>
            </div>
          );
        });
      })}
      <HrefLink href={logsHref('', range)}>{t('logs.open')}</HrefLink>
    </div>
  );
}
