import { Tooltip } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '@/i18n/locale';
import { formatRelative } from '@/lib/time';
import { errorText } from './errorText';
import { Badge } from './LevelBadge';
import './Panel.css';
import { ErrorState, SkeletonRows } from './states';
import { useNow } from './useNow';

/** What a panel needs to know of the request behind it; a TanStack query result is one. */
export interface PanelQuery {
  readonly data: unknown;
  readonly error: unknown;
  readonly isFetching: boolean;
  readonly dataUpdatedAt: number;
  /** The data shown belongs to an earlier question while the new one is under way. */
  readonly isPlaceholderData: boolean;
  refetch(): unknown;
}

export interface PanelProps {
  readonly title?: ReactNode | undefined;
  readonly hint?: ReactNode | undefined;
  readonly actions?: ReactNode | undefined;
  /** The request (or requests) that feed this panel; decides loading, error and stale. */
  readonly query?: PanelQuery | readonly PanelQuery[] | undefined;
  /** Why the answer is not whole, when it is not. */
  readonly partial?: string | null | undefined;
  /** Shown in place of the content: an `EmptyState`, when there is nothing to show. */
  readonly empty?: ReactNode | false | undefined;
  /** The shape of the content while it loads for the first time. */
  readonly skeleton?: ReactNode | undefined;
  /** Content reaches the border: tables and lists. */
  readonly flush?: boolean | undefined;
  readonly label?: string | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A card with a title and the five states that every card must have. */
export function Panel(props: PanelProps) {
  const { title, hint, actions, partial, flush = false, className, label } = props;
  const headingId = useId();
  const queries = asList(props.query);
  const busy = queries.some((query) => query.isFetching && (query.data === undefined || query.isPlaceholderData));
  const failed = queries.find((query) => query.error !== null && query.data !== undefined);
  const partialReason = partial === '' ? null : (partial ?? null);
  const headless = title === undefined && actions === undefined;
  return (
    <section
      className={className === undefined ? 'mw-panel' : `mw-panel ${className}`}
      data-flush={flush || undefined}
      data-headless={headless || undefined}
      aria-labelledby={title === undefined ? undefined : headingId}
      aria-label={title === undefined ? label : undefined}
      aria-busy={busy}
    >
      {busy && <div className="mw-panel-busy" />}
      {!headless && (
        <header className="mw-panel-head">
          <h2 className="mw-panel-title" id={headingId}>
            {title}
          </h2>
          {hint !== undefined && <span className="mw-panel-hint mw-clip">{hint}</span>}
          <Marks partial={partialReason} failed={failed} />
          <span className="mw-grow" />
          {actions}
        </header>
      )}
      {headless && (partialReason !== null || failed !== undefined) && (
        <header className="mw-panel-head">
          <Marks partial={partialReason} failed={failed} />
        </header>
      )}
      <div className="mw-panel-body" data-greyed={queries.some((query) => query.isPlaceholderData) || undefined}>
        <PanelBody {...props} queries={queries} />
      </div>
    </section>
  );
}

interface PanelBodyProps extends PanelProps {
  readonly queries: readonly PanelQuery[];
}

function PanelBody({ queries, title, label, empty, skeleton, children, flush }: PanelBodyProps) {
  const broken = queries.find((query) => query.error !== null && query.data === undefined);
  if (broken !== undefined) {
    // A card without a title still says what it is that failed.
    const name = title === undefined ? label : undefined;
    return <ErrorState name={name} error={broken.error} onRetry={() => void broken.refetch()} />;
  }
  if (queries.some((query) => query.data === undefined)) {
    return <div style={flush === true ? { padding: 12 } : undefined}>{skeleton ?? <SkeletonRows rows={4} />}</div>;
  }
  if (empty !== undefined && empty !== false && empty !== null) return empty;
  return children;
}

/** The small signs beside the title: not whole, or old since refreshing fails. */
function Marks({ partial, failed }: { readonly partial: string | null; readonly failed: PanelQuery | undefined }) {
  const { t } = useTranslation();
  return (
    <>
      {partial !== null && (
        <Tooltip label={partial} multiline maw={420}>
          <span>
            <Badge level="warning">{t('panel.partial')}</Badge>
          </span>
        </Tooltip>
      )}
      {failed !== undefined && <StaleMark failed={failed} />}
    </>
  );
}

function StaleMark({ failed }: { readonly failed: PanelQuery }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow();
  const { title, detail } = errorText(failed.error, t);
  return (
    <Tooltip label={detail === '' ? title : `${title}: ${detail}`} multiline maw={420}>
      <span>
        <Badge level="warning">{t('panel.stale', { age: formatRelative(failed.dataUpdatedAt, now, locale) })}</Badge>
      </span>
    </Tooltip>
  );
}

function asList(query: PanelProps['query']): readonly PanelQuery[] {
  if (query === undefined) return [];
  return Array.isArray(query) ? (query as readonly PanelQuery[]) : [query as PanelQuery];
}
