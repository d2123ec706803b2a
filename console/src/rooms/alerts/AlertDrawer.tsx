import { Button } from '@mantine/core';
import { IconBellOff, IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Alert, fetchNotifications } from '@/api/alerts';
import { Ledger } from '@/app/Ledger';
import { SignalLinks } from '@/app/SignalLinks';
import { useUrlState } from '@/app/urlState';
import { useLocale } from '@/i18n/locale';
import { formatDuration, formatUnit, unitOf } from '@/lib/format';
import { LabelChips } from '@/ui/Chips';
import { CopyText } from '@/ui/CopyText';
import { Drawer } from '@/ui/Drawer';
import { LevelBadge } from '@/ui/LevelBadge';
import { levelOf } from '@/ui/levels';
import { Panel } from '@/ui/Panel';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';
import { AlertState } from './AlertState';
import { ConditionChart } from './ConditionChart';
import { labelsText } from './trial';
import { useRefetchInterval } from './useAlerts';

export interface AlertDrawerProps {
  readonly fingerprint: string;
  /** Absent when it is not among those that the server lists any more. */
  readonly alert: Alert | undefined;
  readonly onClose: () => void;
  readonly onPrevious: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
}

export function AlertDrawer({ fingerprint, alert, onClose, onPrevious, onNext }: AlertDrawerProps) {
  const { t } = useTranslation('alerts');
  const url = useUrlState();
  const told = useQuery({
    queryKey: ['notifications', 'alert', fingerprint],
    queryFn: ({ signal }) => fetchNotifications({ fingerprint, limit: 50 }, signal),
    refetchInterval: useRefetchInterval(),
  });
  const who = alert !== undefined && (
    <Button variant="default" onClick={() => url.set({ tab: 'routes', alert: undefined, labels: labelsText(alert.labels) })}>
      {t('routes.who')}
    </Button>
  );
  const silence = alert !== undefined && alert.state !== 'resolved' && !alert.silenced && (
    <Button
      variant="default"
      leftSection={<IconBellOff size={14} />}
      onClick={() => url.set({ silence: fingerprint })}
    >
      {t('silence.create')}
    </Button>
  );
  return (
    <Drawer title={alert?.name ?? fingerprint} actions={<>{who}{silence}</>} onClose={onClose} onPrevious={onPrevious} onNext={onNext}>
      {alert === undefined ? <EmptyState>{t('drawer.missing')}</EmptyState> : <AlertFacts alert={alert} />}
      <h3>{t('drawer.notifications')}</h3>
      <Panel label={t('drawer.notifications')} flush query={told}>
        {told.data?.length === 0 ? (
          <EmptyState>{t('drawer.noNotifications')}</EmptyState>
        ) : (
          <Ledger notifications={told.data ?? []} compact />
        )}
      </Panel>
    </Drawer>
  );
}

/** Annotations with a place of their own. */
const SHOWN_ABOVE = new Set(['summary', 'description', 'runbook_url']);

function AlertFacts({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation('alerts');
  const locale = useLocale();
  const { summary, description, runbook_url: runbook } = alert.annotations;
  const others = Object.entries(alert.annotations).filter(([name]) => !SHOWN_ABOVE.has(name));
  return (
    <>
      <div className="mw-facts-inline">
        <LevelBadge level={levelOf(alert.level)} />
        <AlertState alert={alert} />
        <span className="mw-muted">
          {t('drawer.since')} <AbsoluteTime ms={alert.activeAt} />
        </span>
        {alert.value !== null && (
          <span>
            <span className="mw-muted">{t('drawer.value')}</span>{' '}
            <span className="mw-strong">{formatUnit(alert.value, unitOf(alert.expr), locale)}</span>
          </span>
        )}
      </div>
      <SignalLinks links={alert.links} incidentId={alert.incidentId} />
      {(summary ?? description) !== undefined && <h3>{t('drawer.description')}</h3>}
      {summary !== undefined && <div className="mw-strong">{summary}</div>}
      {description !== undefined && <div style={{ whiteSpace: 'pre-wrap' }}>{description}</div>}
      {runbook !== undefined && /^https?:\/\//.test(runbook) && (
        <a href={runbook} target="_blank" rel="noreferrer" className="mw-row" style={{ gap: 4, marginTop: 4 }}>
          {t('drawer.runbook')} <IconExternalLink size={13} aria-hidden />
        </a>
      )}
      {alert.expr !== '' && <ConditionChart alert={alert} />}
      <h3>{t('drawer.labels')}</h3>
      <LabelChips labels={alert.labels} />
      {others.length > 0 && (
        <>
          <h3>{t('drawer.annotations')}</h3>
          {others.map(([name, value]) => (
            <div key={name}>
              <span className="mw-muted">{name}</span> {value}
            </div>
          ))}
        </>
      )}
      {alert.expr !== '' && (
        <>
          <h3>{t('drawer.expr')}</h3>
          <div className="mw-expr-block">
            <CopyText text={alert.expr} />
          </div>
          <div className="mw-muted" style={{ marginTop: 4 }}>
            {alert.forSeconds > 0 && `${t('drawer.for', { time: formatDuration(alert.forSeconds) })} · `}
            {alert.ruleGroup !== '' && `${t('drawer.group')} ${alert.ruleGroup}`}
          </div>
        </>
      )}
    </>
  );
}
