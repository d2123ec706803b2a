import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { seriesColor } from '@/charts/palette';
import { formatCount, formatDuration, formatPercent } from '@/lib/format';
import { around, logsHref, tracesHref } from '@/lib/links';
import { CopyText } from '@/ui/CopyText';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { Findings } from './Findings';
import { KeepTrace } from './KeepTrace';
import { servicesOf, type Trace } from './trace';
import traceStyles from './trace.module.css';
import tracesStyles from './traces.module.css';
import { criticalShares, type Stretch } from './tree';

type TraceHeaderProps = {
  trace: Trace;
  path: readonly Stretch[];
  actions: ReactNode;
  onOpen: (spanId: string) => void;
};

/** What the trace was, in one line, and its services with what each holds of the critical path. */
export function TraceHeader({ trace, path, actions, onOpen }: TraceHeaderProps) {
  const { t } = useTranslation('traces');
  const root = trace.spans[0];
  const services = servicesOf(trace);
  const shares = new Map(criticalShares(trace.spans, path).map((one) => [one.service, one.share]));
  const failed = services.reduce((sum, one) => sum + one.failed, 0);
  const orphans = trace.spans.filter((span) => span.orphan).length;
  const depth = trace.spans.reduce((most, span) => Math.max(most, span.depth + 1), 0);
  return (
    <section className={traceStyles.traceHead} aria-label={t('summary')}>
      <div className="mw-row mw-wrap">
        <h2 className="mw-grow" style={{ flexBasis: 240 }}>
          {root?.service} <span className="mw-muted">{root?.operation}</span>
        </h2>
        {actions}
      </div>
      <div className={traceStyles.facts}>
        <dl>
          <div>
            <dt>{t('duration')}</dt>
            <dd>{formatDuration(trace.durationMs / 1000)}</dd>
          </div>
          <div>
            <dt>{t('start')}</dt>
            <dd>
              <AbsoluteTime ms={trace.startMs} />
            </dd>
          </div>
          <div>
            <dt>{t('spanCount')}</dt>
            <dd>{formatCount(trace.spans.length)}</dd>
          </div>
          <div>
            <dt>{t('depth')}</dt>
            <dd>{depth}</dd>
          </div>
        </dl>
        {failed > 0 && (
          <div className={tracesStyles.failed}>
            <IconAlertTriangle size={14} aria-hidden /> {t('errors', { count: failed })}
          </div>
        )}
        {orphans > 0 && <div className={tracesStyles.partial}>{t('orphansHint', { count: orphans })}</div>}
        <div className={traceStyles.traceId}>
          <CopyText text={trace.id} />
        </div>
        <HrefLink
          href={logsHref(`traceId:"${trace.id}"`, around(trace.startMs, trace.startMs + trace.durationMs, 300_000))}
        >
          {t('logsOfTrace')}
        </HrefLink>
        <HrefLink href={tracesHref({ tab: 'compare', a: trace.id })}>{t('compareThis')}</HrefLink>
        <KeepTrace id={trace.id} />
      </div>
      <Findings trace={trace} path={path} onOpen={onOpen} />
      <ul className={traceStyles.services} aria-label={t('services')}>
        {services.map((service) => (
          <li key={service.name}>
            <i style={{ background: seriesColor(service.name) }} />
            {service.name} <span className="mw-muted">{service.spans}</span>
            {(shares.get(service.name) ?? 0) >= 0.001 && (
              <span className="mw-muted"> · {t('criticalShare', { share: formatPercent(shares.get(service.name)) })}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
