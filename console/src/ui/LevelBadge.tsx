import {
  IconAlertCircle,
  IconAlertOctagonFilled,
  IconAlertTriangle,
  IconCircleCheck,
  IconHelpCircle,
  IconInfoCircle,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './Badge.css';
import { type Level, levelColor, type Priority, priorityLevel } from './levels';

const ICONS = {
  critical: IconAlertOctagonFilled,
  high: IconAlertCircle,
  warning: IconAlertTriangle,
  info: IconInfoCircle,
  ok: IconCircleCheck,
  unknown: IconHelpCircle,
} as const;

export interface LevelIconProps {
  readonly level: Level;
  readonly size?: number | undefined;
}

/** The mark of a level; `aria-hidden`, since a word always stands beside it. */
export function LevelIcon({ level, size = 14 }: LevelIconProps) {
  const Icon = ICONS[level];
  return <Icon size={size} color={levelColor(level)} stroke={2} aria-hidden style={{ flex: 'none' }} />;
}

export interface BadgeProps {
  readonly level: Level;
  readonly children: ReactNode;
  readonly icon?: boolean | undefined;
  readonly strong?: boolean | undefined;
  readonly title?: string | undefined;
}

/** A word on the soft ground of a level. */
export function Badge({ level, children, icon = false, strong = false, title }: BadgeProps) {
  return (
    <span className="mw-badge" data-level={level} data-strong={strong || undefined} title={title}>
      {icon && <LevelIcon level={level} size={13} />}
      {children}
    </span>
  );
}

export interface LevelBadgeProps {
  readonly level: Level;
}

export function LevelBadge({ level }: LevelBadgeProps) {
  const { t } = useTranslation();
  return (
    <Badge level={level} icon>
      {t(`level.${level}`)}
    </Badge>
  );
}

export interface PriorityBadgeProps {
  readonly priority: Priority;
}

export function PriorityBadge({ priority }: PriorityBadgeProps) {
  const { t } = useTranslation();
  return (
    <Badge level={priorityLevel(priority)} strong title={t(`priority.${priority}`)}>
      {priority}
    </Badge>
  );
}
