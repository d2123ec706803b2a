import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { formatDuration } from '@/lib/format';
import { around, logsHref, metricsHref, traceHref, tracesHref } from '@/lib/links';
import { CopyText } from '@/ui/CopyText';
import { Drawer } from '@/ui/Drawer';
import { Badge } from '@/ui/LevelBadge';
import styles from './span.module.css';
import { SpanEvents } from './SpanEvents';
import { SpanLogs } from './SpanLogs';
import { formatSql } from './sql';
import { TagTable } from './TagTable';
import { statementOf, type Span, type Trace } from './trace';
import tracesStyles from './traces.module.css';
import { fetchUsual, judge, metricQueries } from './usual';

type SpanDrawerProps = {
  trace: Trace;
  span: Span;
  onClose: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
};

const HALF_HOUR_MS = 1_800_000;
/** What an order, a user or a request is called among the tags: its story is a click away. */
const STORY_TAG = /^(?:request|order|user|enduser)[._]?(?:id|no)$/i;

/** All that a span says of itself, its statement, and the log lines written while it ran. */
export function SpanDrawer({ trace, span, ...walk }: SpanDrawerProps) {
  const { t } = useTranslation('traces');
  const statement = statementOf(span);
  const startMs = trace.startMs + span.startMs;
  const endMs = startMs + span.durationMs;
  const range = around(startMs, endMs, 300_000);
  const share = trace.durationMs <= 0 ? 0 : (span.durationMs / trace.durationMs) * 100;
  const known = span.tags.filter(({ key }) => STORY_TAG.test(key));
  const metrics = metricsHref(metricQueries(span.service, span.operation), around(startMs, endMs, HALF_HOUR_MS));
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
        <Usually span={span} atMs={endMs} />
      </div>
      <div className={`mw-row mw-wrap ${styles.drawerLinks}`}>
        <HrefLink href={logsHref(`traceId:"${trace.id}"`, range)}>{t('logsOfTrace')}</HrefLink>
        <HrefLink href={metrics}>{t('metricsOf')}</HrefLink>
        <HrefLink href={tracesHref({ service: span.service, operation: span.operation })}>{t('sameOperation')}</HrefLink>
        {known.map(({ key, value }) => (
          <HrefLink key={key} href={tracesHref({ tab: 'story', id: value, from: 'now-7d', to: 'now' })}>
            {t('storyOf', { id: value })}
          </HrefLink>
        ))}
      </div>
      {span.warnings.map((warning) => (
        <p key={warning} className={tracesStyles.partial}>
          {warning}
        </p>
      ))}
      {statement !== null && <Statement text={statement} />}
      <SpanEvents span={span} />
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

/** The statement in lines; copied as it was sent. */
function Statement({ text }: { text: string }) {
  const { t } = useTranslation('traces');
  return (
    <>
      <h3 className="mw-row">
        {t('statement')}
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <ActionIcon size={22} aria-label={t('copyStatement')} title={t('copyStatement')} onClick={copy}>
              {copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
            </ActionIcon>
          )}
        </CopyButton>
      </h3>
      <pre className={styles.code}>{formatSql(text)}</pre>
    </>
  );
}

/** How long this operation usually takes, where that is measured. */
function Usually({ span, atMs }: { span: Span; atMs: number }) {
  const { t } = useTranslation('traces');
  const query = useQuery({
    queryKey: ['span-usual', span.service, span.operation, Math.floor(atMs / HALF_HOUR_MS)],
    queryFn: ({ signal }) => fetchUsual(span.service, span.operation, atMs, signal),
    staleTime: 300_000,
  });
  if (query.data === undefined || query.data === null) return null;
  const judgement = judge(span.durationMs, query.data);
  return (
    <span className="mw-row">
      {judgement === 'slow' && <Badge level="warning">{t('judged.slow')}</Badge>}
      {judgement === 'fast' && <Badge level="info">{t('judged.fast')}</Badge>}
      <span className="mw-muted">
        {t('usually', { p50: formatDuration(query.data.p50Ms / 1000), p95: formatDuration(query.data.p95Ms / 1000) })}
      </span>
    </span>
  );
}
