import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { logLevelColor } from '@/charts/palette';
import { useTimeZone } from '@/i18n/locale';
import { formatDuration } from '@/lib/format';
import { around, logsHref, traceHref } from '@/lib/links';
import { formatRowTime } from '@/lib/time';
import type { LogRow } from '@/rooms/logs/api';
import logsStyles from '@/rooms/logs/logs.module.css';
import { clause } from '@/rooms/logs/queryText';
import type { Detail, LogUrl } from '@/rooms/logs/useLogUrl';
import { CopyText } from '@/ui/CopyText';
import { Drawer } from '@/ui/Drawer';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { ContextLines } from './ContextLines';
import styles from './drawer.module.css';
import { FieldTable } from './FieldTable';
import { StackTrace } from './StackTrace';

type LineDrawerProps = {
  row: LogRow;
  view: LogUrl;
  onClose: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onOpen: (id: string) => void;
};

const DETAILS: readonly Detail[] = ['fields', 'json', 'context'];

/** One line in full: its fields to filter by, its JSON, what was written around it, and the ways on from it. */
export function LineDrawer({ row, view, onOpen, ...walk }: LineDrawerProps) {
  const { t } = useTranslation('logs');
  const timeZone = useTimeZone();
  return (
    <Drawer
      title={
        <span className="mw-row">
          <span className={logsStyles.levelBar} style={{ background: logLevelColor(row.level) }} />
          <span>{row.level}</span>
          <span className="mw-muted">{row.service}</span>
        </span>
      }
      {...walk}
    >
      <div className="mw-row mw-muted">
        <span>
          <AbsoluteTime ms={row.timestamp} />
          {formatRowTime(row.timestamp, timeZone).slice(14)}
        </span>
        {row.durationMillis !== null && <span>{t('lasted', { time: formatDuration(row.durationMillis / 1000) })}</span>}
      </div>
      <div className={styles.fullMessage}>
        <CopyText text={row.message} />
      </div>
      <Ways row={row} />
      {row.error !== null && row.error.stack !== '' && <StackTrace text={row.error.stack} />}
      <SegmentedControl
        className={styles.details ?? ''}
        aria-label={t('details')}
        value={view.detail}
        onChange={(value) => view.set({ detail: value as Detail, row: view.row })}
        data={DETAILS.map((value) => ({ value, label: t(`detail.${value}`) }))}
      />
      {view.detail === 'fields' && <FieldTable row={row} view={view} />}
      {view.detail === 'json' && (
        <div className={styles.json}>
          <CopyText text={JSON.stringify(row.raw, null, 2)} />
        </div>
      )}
      {view.detail === 'context' && <ContextLines id={row.id} onOpen={onOpen} />}
    </Drawer>
  );
}

const HOUR = 3_600_000;

/** To the request, the user, the trace. */
function Ways({ row }: { row: LogRow }) {
  const { t } = useTranslation('logs');
  const near = around(row.timestamp, row.timestamp, HOUR);
  return (
    <div className={`mw-row mw-wrap ${styles.ways}`}>
      {row.requestId !== null && (
        <HrefLink href={logsHref(clause('requestId', row.requestId), near)}>{t('onlyRequest')}</HrefLink>
      )}
      {row.userId !== null && <HrefLink href={logsHref(clause('userId', row.userId), near)}>{t('onlyUser')}</HrefLink>}
      {row.traceId !== null && (
        <HrefLink href={traceHref(row.traceId, row.spanId ?? undefined)}>{t('openTrace')}</HrefLink>
      )}
      {row.traceId !== null && (
        <HrefLink href={logsHref(clause('traceId', row.traceId), near)}>{t('onlyTrace')}</HrefLink>
      )}
    </div>
  );
}
