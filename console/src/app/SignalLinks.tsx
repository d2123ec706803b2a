import { IconAlertOctagon, IconChartLine, IconFileText, IconTimeline } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SignalLinks as Links } from '@/api/incidents';
import { HrefLink } from './HrefLink';
import './SignalLinks.css';

export interface SignalLinksProps {
  readonly links: Links;
  readonly incidentId?: string | null | undefined;
}

/** One click each from an alert to what explains it: metric, logs, traces, incident. */
export function SignalLinks({ links, incidentId }: SignalLinksProps) {
  const { t } = useTranslation();
  const incident = incidentId === null || incidentId === undefined ? null : `/incidents/${incidentId}`;
  const shown = [
    ['metric', links.metric, IconChartLine],
    ['logs', links.logs, IconFileText],
    ['traces', links.traces, IconTimeline],
    ['incident', incident, IconAlertOctagon],
  ] as const;
  return (
    <span className="mw-signals">
      {shown.map(([name, href, Icon]) =>
        href === null || href === '' ? null : (
          <HrefLink key={name} href={href} className="mw-signal">
            <Icon size={13} aria-hidden />
            {t(`signal.${name}`)}
          </HrefLink>
        ),
      )}
    </span>
  );
}
