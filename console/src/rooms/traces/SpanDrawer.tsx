import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { formatDuration } from '@/lib/format';
import { around, logsHref, traceHref, tracesHref } from '@/lib/links';
import { CopyText } from '@/ui/CopyText';
import { Drawer } from '@/ui/Drawer';
import { Badge } from '@/ui/LevelBadge';
import { tagText } from './search';
import { SpanLogs } from './SpanLogs';
import { statementOf, type Span, type Tag, type Trace } from './trace';
import spanStyles from './span.module.css';
import tracesStyles from './traces.module.css';

type SpanDrawerProps = {
  trace: Trace;
  span: Span;
  onClose: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
};

/** All that a span says of itself, its statement, and the log lines written while it ran. */
export function SpanDrawer({ trace, span, ...walk }: SpanDrawerProps) {
  const { t } = useTranslation('traces');
  const statement = statementOf(span);
  const startMs = trace.startMs + span.startMs;
  const range = around(startMs, startMs + span.durationMs, 300_000);
  const share = trace.durationMs <= 0 ? 0 : (span.durationMs / trace.durationMs) * 100;
  return (
    <Drawer title={`${span.service} · ${span.operation}`} {...walk}>
      <div className="mw-row mw-wrap">
        {span.failed && <Badge level="critical">{t('failed')}</Badge>}
        {span.orphan && <Badge level="warning">{t('orphan')}</Badge>}
        <span>
          <b>{formatDuration(span.durationMs / 1000)}</b>{' '}
          <span className="mw-muted">{t('ofTrace', { share: share.toFixed(1) })}</span>
        </span>
        <span className="mw-muted">{t('self', { time: formatDuration(span.selfMs / 1000) })}</span>
        <span className="mw-muted">{t('after', { time: formatDuration(span.startMs / 1000) })}</span>
      </div>
      <div className={`mw-row mw-wrap ${spanStyles.drawerLinks}`}>
        <HrefLink href={logsHref(`traceId:"${trace.id}"`, range)}>{t('logsOfTrace')}</HrefLink>
        <HrefLink href={tracesHref({ service: span.service, operation: span.operation })}>
          {t('sameOperation')}
        </HrefLink>
      </div>
      {span.warnings.map((warning) => (
        <p key={warning} className={tracesStyles.partial}>
          {warning}
        </p>
      ))}
      {statement !== null && (
        <>
          <h3>{t('statement')}</h3>
          <div className={spanStyles.statement}>
            <CopyText text={statement} />
          </div>
        </>
      )}
      {span.events.length > 0 && (
        <>
          <h3>{t('events')}</h3>
          {span.events.map((event, at) => (
            // Events have no identity of their own; their order never changes.
            // oxlint-disable-next-line react/no-array-index-key
            <div key={at} className={spanStyles.event}>
              <span className={spanStyles.eventTime}>{formatDuration((event.atMs - span.startMs) / 1000)}</span>
              <div>
                <b>{event.name === '' ? t('event') : event.name}</b>
                <TagTable tags={event.fields} />
              </div>
            </div>
          ))}
        </>
      )}
      <h3>{t('spanTags')}</h3>
      {span.tags.length === 0 ? <p className="mw-muted">{t('noTags')}</p> : <TagTable tags={span.tags} searchable />}
      {span.processTags.length > 0 && (
        <>
          <h3>{t('process')}</h3>
          <TagTable tags={span.processTags} />
        </>
      )}
      {span.links.length > 0 && (
        <>
          <h3>{t('links')}</h3>
          {span.links.map((link) => (
            <div key={`${link.traceId} ${link.spanId}`}>
              <HrefLink href={traceHref(link.traceId, link.spanId)}>
                <code>{link.traceId}</code>
              </HrefLink>
            </div>
          ))}
        </>
      )}
      <SpanLogs traceId={trace.id} spanId={span.id} range={range} />
      <h3>{t('spanId')}</h3>
      <CopyText text={span.id} />
    </Drawer>
  );
}

/** Names and values; a value can be searched for among all traces. */
function TagTable({ tags, searchable = false }: { tags: readonly Tag[]; searchable?: boolean }) {
  const { t } = useTranslation('traces');
  return (
    <table className={spanStyles.tags}>
      <tbody>
        {tags.map(({ key, value }) => (
          <tr key={`${key} ${value}`}>
            <th scope="row">{key}</th>
            <td>
              <pre>{value}</pre>
            </td>
            <td>
              {searchable && (
                <HrefLink
                  href={tracesHref({ tags: tagText(key, value) })}
                  title={t('findSame')}
                  aria-label={t('findSame')}
                >
                  <IconSearch size={13} />
                </HrefLink>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
