import {
  IconAlarm,
  IconAlertOctagon,
  IconArrowMerge,
  IconBell,
  IconBellCheck,
  IconCheck,
  IconClockExclamation,
  IconFlag,
  IconGitCommit,
  IconMessage,
  IconMoonStars,
  IconPhoneCall,
  IconPoint,
  IconRotateClockwise,
  IconSend,
  IconUserCheck,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TimelineEntry, TimelineKind } from '@/api/incidents';
import { useLocale } from '@/i18n/locale';
import { type Level, levelColor } from '@/ui/levels';
import { AbsoluteTime } from '@/ui/RelativeTime';

const MARKS: Record<TimelineKind, readonly [icon: typeof IconFlag, level: Level]> = {
  opened: [IconFlag, 'critical'],
  alert_firing: [IconBell, 'high'],
  alert_resolved: [IconBellCheck, 'ok'],
  notification: [IconSend, 'info'],
  acknowledged: [IconUserCheck, 'info'],
  note: [IconMessage, 'unknown'],
  resolved: [IconCheck, 'ok'],
  reopened: [IconRotateClockwise, 'critical'],
  clock_warning: [IconAlarm, 'warning'],
  breach: [IconClockExclamation, 'critical'],
  unacknowledged: [IconRotateClockwise, 'warning'],
  priority: [IconFlag, 'high'],
  assigned: [IconUserCheck, 'info'],
  responder: [IconUserCheck, 'info'],
  snoozed: [IconMoonStars, 'unknown'],
  merged: [IconArrowMerge, 'unknown'],
  flapping: [IconRotateClockwise, 'warning'],
  storm: [IconBell, 'critical'],
  escalated: [IconPhoneCall, 'high'],
  mark: [IconGitCommit, 'unknown'],
  other: [IconPoint, 'unknown'],
};

export interface TimelineProps {
  readonly entries: readonly TimelineEntry[];
}

/** What happened, oldest first; entries are only ever added. */
export function Timeline({ entries }: TimelineProps) {
  const { t } = useTranslation('incidents');
  const locale = useLocale();
  return (
    <ol className="mw-timeline">
      {entries.map((entry, index) => {
        const [Icon, level] = MARKS[entry.kind] ?? [IconAlertOctagon, 'unknown'];
        const by = entry.by === 'system' ? t('system') : entry.by;
        return (
          <li key={`${entry.at}:${index}`} className="mw-timeline-entry" data-kind={entry.kind}>
            <span className="mw-timeline-icon" title={t(`kind.${entry.kind}`)}>
              <Icon size={14} color={levelColor(level)} aria-label={t(`kind.${entry.kind}`)} />
            </span>
            <div>
              <div className="mw-muted" style={{ fontSize: 'var(--mw-size-12)', lineHeight: '24px' }}>
                <AbsoluteTime ms={entry.at} /> · {by}
              </div>
              <div className="mw-timeline-text">{locale === 'zh-CN' ? entry.text.zh : entry.text.en}</div>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
