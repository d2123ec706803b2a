import { Button } from '@mantine/core';
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from './errorText';
import './states.css';

export interface EmptyStateProps {
  /** One sentence: why nothing is here. */
  readonly children: ReactNode;
  /** The button or command that fills it. */
  readonly action?: ReactNode | undefined;
  readonly icon?: ReactNode | undefined;
}

export function EmptyState({ children, action, icon }: EmptyStateProps) {
  return (
    <div className="mw-state" data-kind="empty">
      {icon}
      <div className="mw-state-title">{children}</div>
      {action}
    </div>
  );
}

export interface ErrorStateProps {
  /** What could not be shown, where nothing beside it says so. */
  readonly name?: string | undefined;
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** What failed, the server's own message, and retry. */
export function ErrorState({ name, error, onRetry }: ErrorStateProps) {
  const { t } = useTranslation();
  const { title, detail } = errorText(error, t);
  return (
    <div className="mw-state" data-kind="error" role="alert">
      <IconAlertTriangle size={18} color="var(--mw-critical)" aria-hidden />
      {name !== undefined && <div>{name}</div>}
      <div className="mw-state-title">{title}</div>
      {detail !== '' && <pre className="mw-state-detail">{detail}</pre>}
      {onRetry !== undefined && (
        <Button variant="default" leftSection={<IconRefresh size={14} />} onClick={onRetry}>
          {t('action.retry')}
        </Button>
      )}
    </div>
  );
}

export interface SkeletonProps {
  readonly height: number;
  readonly width?: number | string | undefined;
}

/** A grey shape that shows itself only when loading takes longer than a moment. */
export function Skeleton({ height, width = '100%' }: SkeletonProps) {
  return <div className="mw-skeleton" style={{ height, width }} aria-hidden />;
}

export interface SkeletonRowsProps {
  readonly rows: number;
  readonly height?: number | undefined;
}

export function SkeletonRows({ rows, height = 20 }: SkeletonRowsProps) {
  const widths = ['92%', '78%', '85%', '64%', '88%'];
  return (
    <div className="mw-stack" style={{ gap: 8 }}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} width={widths[row % widths.length]} />
      ))}
    </div>
  );
}
