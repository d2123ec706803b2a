import { IconAlertTriangle } from '@tabler/icons-react';
import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { seriesColor } from '@/charts/palette';
import { useTimeZone } from '@/i18n/locale';
import { formatCount, formatDuration } from '@/lib/format';
import { traceHref } from '@/lib/links';
import { formatRowTime } from '@/lib/time';
import { useRows } from '@/lib/useRows';
import type { TraceSummary } from './api';
import styles from './traces.module.css';

type TraceListProps = {
  found: readonly TraceSummary[];
  /** The traces that are to be compared. */
  picked: readonly string[];
  onPick: (id: string) => void;
};

const ROW = 36;
const SHOWN_SERVICES = 4;

/** One row per trace: when, what, through which services, how long against the longest found. */
export function TraceList({ found, picked, onPick }: TraceListProps) {
  const { t } = useTranslation('traces');
  const timeZone = useTimeZone();
  const box = useRef<HTMLDivElement>(null);
  const longest = Math.max(1e-9, ...found.map(({ seconds }) => seconds));
  const rows = useRows(box, found.length, ROW);
  const walk = (event: KeyboardEvent<HTMLDivElement>): void => {
    const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (by === undefined) return;
    const links = [...(box.current?.querySelectorAll<HTMLAnchorElement>('a') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    (links[at + by] ?? links[at < 0 ? 0 : at])?.focus();
    event.preventDefault();
  };
  return (
    // The list is walked with the arrow keys; each row is a link of its own.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={box} className={styles.list} onKeyDown={walk}>
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const one = found[index];
          if (one === undefined) return null;
          return (
            <div
              key={one.id}
              style={{ position: 'absolute', top: 0, right: 0, left: 0, transform: `translateY(${start}px)`, height: ROW }}
            >
              <input
                type="checkbox"
                className={styles.pick}
                aria-label={t('pick')}
                title={t('pick')}
                checked={picked.includes(one.id)}
                onChange={() => onPick(one.id)}
              />
              <HrefLink href={traceHref(one.id)} className={styles.listRow} style={{ height: ROW }}>
                <span className={styles.listTime}>{formatRowTime(one.startMs, timeZone)}</span>
                <span className={styles.listName}>
                  <span className={styles.serviceBar} style={{ background: seriesColor(one.service) }} />
                  <b>{one.service === '' ? t('unknownRoot') : one.service}</b> <span>{one.operation}</span>
                </span>
                <span className={styles.listServices}>
                  {one.services.slice(0, SHOWN_SERVICES).map((service) => (
                    <span key={service.name} title={`${service.name} ${service.spanCount}`}>
                      <i style={{ background: seriesColor(service.name) }} />
                      {service.name} {service.spanCount}
                    </span>
                  ))}
                  {one.services.length > SHOWN_SERVICES && <span>+{one.services.length - SHOWN_SERVICES}</span>}
                </span>
                <span className={styles.listMarks}>
                  {one.errors > 0 && (
                    <span className={styles.failed}>
                      <IconAlertTriangle size={13} aria-hidden /> {t('errors', { count: one.errors })}
                    </span>
                  )}
                  {one.orphans > 0 && <span className={styles.partial}>{t('orphans', { count: one.orphans })}</span>}
                </span>
                <span className={styles.listSpans}>{t('spans', { count: one.spans, text: formatCount(one.spans) })}</span>
                <span className={styles.listDuration}>
                  <i style={{ width: `${(one.seconds / longest) * 100}%` }} />
                  <span>{formatDuration(one.seconds)}</span>
                </span>
              </HrefLink>
            </div>
          );
        })}
      </div>
    </div>
  );
}
