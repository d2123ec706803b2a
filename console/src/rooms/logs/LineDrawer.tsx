import { ActionIcon, SegmentedControl } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { logLevelColor } from '@/charts/palette';
import { useTimeZone } from '@/i18n/locale';
import { around, logsHref, traceHref } from '@/lib/links';
import { formatRowTime } from '@/lib/time';
import { CopyText } from '@/ui/CopyText';
import { Drawer } from '@/ui/Drawer';
import { AbsoluteTime } from '@/ui/RelativeTime';
import type { LogRow } from './api';
import { ContextLines } from './ContextLines';
import drawerStyles from './drawer.module.css';
import logsStyles from './logs.module.css';
import { clause, clauseState, withClause, withoutClause } from './queryText';
import { detailFields } from './rows';
import type { Detail, LogUrl } from './useLogUrl';

type LineDrawerProps = {
  row: LogRow;
  view: LogUrl;
  onClose: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onOpen: (id: string) => void;
};

const DETAILS: readonly Detail[] = ['fields', 'json', 'context'];
const HOUR = 3_600_000;

/** One line in full: its fields to filter by, its JSON, what was written around it. */
export function LineDrawer({ row, view, onOpen, ...walk }: LineDrawerProps) {
  const { t } = useTranslation('logs');
  const timeZone = useTimeZone();
  const near = around(row.timestamp, row.timestamp, HOUR);
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
      <div className="mw-muted">
        <AbsoluteTime ms={row.timestamp} />
        <span>{formatRowTime(row.timestamp, timeZone).slice(14)}</span>
      </div>
      <pre className={drawerStyles.fullMessage}>{row.message}</pre>
      <div className="mw-row mw-wrap">
        {row.requestId !== null && (
          <HrefLink href={logsHref(clause('requestId', row.requestId), near)}>{t('onlyRequest')}</HrefLink>
        )}
        {row.traceId !== null && (
          <HrefLink href={traceHref(row.traceId, row.spanId ?? undefined)}>{t('openTrace')}</HrefLink>
        )}
        {row.traceId !== null && (
          <HrefLink href={logsHref(clause('traceId', row.traceId), near)}>{t('onlyTrace')}</HrefLink>
        )}
      </div>
      {row.error !== null && row.error.stack !== '' && (
        <>
          <h3>{t('stack')}</h3>
          <pre className={drawerStyles.stack}>{row.error.stack}</pre>
        </>
      )}
      <SegmentedControl
        className={drawerStyles.details ?? ''}
        aria-label={t('details')}
        value={view.detail}
        onChange={(value) => view.set({ detail: value as Detail, row: view.row })}
        data={DETAILS.map((value) => ({ value, label: t(`detail.${value}`) }))}
      />
      {view.detail === 'fields' && <Fields row={row} view={view} />}
      {view.detail === 'json' && (
        <div className={drawerStyles.json}>
          <CopyText text={JSON.stringify(row.raw, null, 2)} />
        </div>
      )}
      {view.detail === 'context' && <ContextLines id={row.id} onOpen={onOpen} />}
    </Drawer>
  );
}

function Fields({ row, view }: { row: LogRow; view: LogUrl }) {
  const { t } = useTranslation('logs');
  const change = (field: string, value: string, negated: boolean): void => {
    const state = clauseState(view.q, field, value);
    const undone = state === (negated ? -1 : 1);
    view.set({
      q: undone ? withoutClause(view.q, field, value) : withClause(view.q, field, value, negated),
      row: view.row,
    });
  };
  return (
    <table className={drawerStyles.fields}>
      <tbody>
        {detailFields(row).map(({ field, value }) => {
          const state = clauseState(view.q, field, value);
          return (
            <tr key={`${field} ${value}`}>
              <th scope="row">{field}</th>
              <td>
                <CopyText text={value} />
              </td>
              <td className={drawerStyles.fieldActions}>
                <ActionIcon
                  size={22}
                  variant={state === 1 ? 'light' : 'subtle'}
                  aria-pressed={state === 1}
                  aria-label={t('filterIn', { field, value })}
                  title={t('filterIn', { field, value })}
                  onClick={() => change(field, value, false)}
                >
                  <IconPlus size={13} />
                </ActionIcon>
                <ActionIcon
                  size={22}
                  variant={state === -1 ? 'light' : 'subtle'}
                  aria-pressed={state === -1}
                  aria-label={t('filterOut', { field, value })}
                  title={t('filterOut', { field, value })}
                  onClick={() => change(field, value, true)}
                >
                  <IconMinus size={13} />
                </ActionIcon>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
