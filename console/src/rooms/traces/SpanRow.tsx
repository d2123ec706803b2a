import { IconAlertTriangle, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { seriesColor } from '@/charts/palette';
import { formatDuration } from '@/lib/format';
import type { Span } from './trace';
import waterfallStyles from './waterfall.module.css';
import tracesStyles from './traces.module.css';
import type { Stretch } from './tree';
import { criticalParts, place, type View } from './waterfall';

type SpanRowProps = {
  span: Span;
  top: number;
  height: number;
  durationMs: number;
  view: View;
  critical: readonly Stretch[] | undefined;
  folded: boolean;
  selected: boolean;
  cursor: boolean;
  onOpen: (id: string) => void;
  /** Leads to what was found, and was not itself found. */
  faded: boolean;
  /** Without it nothing can be folded. */
  onFold: ((id: string) => void) | undefined;
};

const MOST_INDENT = 24;
const INDENT_PX = 12;

export const SpanRow = memo(function SpanRow(props: SpanRowProps) {
  const { span, durationMs, view, critical, folded, selected, onFold } = props;
  const { t } = useTranslation('traces');
  const bar = place(span.startMs, span.startMs + span.durationMs, durationMs, view);
  const color = seriesColor(span.service);
  const duration = formatDuration(span.durationMs / 1000);
  const self = formatDuration(span.selfMs / 1000);
  return (
    // Keys are handled by the grid around the rows.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      className={waterfallStyles.row}
      role="row"
      tabIndex={-1}
      aria-level={span.depth + 1}
      aria-selected={selected}
      data-cursor={props.cursor || undefined}
      data-faded={props.faded || undefined}
      aria-expanded={span.below > 0 ? !folded : undefined}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
      title={t('rowTitle', { service: span.service, operation: span.operation, duration, self })}
      onClick={() => props.onOpen(span.id)}
    >
      <span
        className={waterfallStyles.rowName}
        role="gridcell"
        style={{ paddingLeft: `min(${Math.min(span.depth, MOST_INDENT) * INDENT_PX + 4}px, 45%)` }}
      >
        {span.below > 0 && onFold !== undefined ? (
          <button
            type="button"
            tabIndex={-1}
            aria-label={folded ? t('unfold') : t('fold', { count: span.below })}
            onClick={(event) => {
              event.stopPropagation();
              onFold(span.id);
            }}
          >
            {folded ? <IconChevronRight size={12} /> : <IconChevronDown size={12} />}
          </button>
        ) : (
          <span className={waterfallStyles.leaf} />
        )}
        <span className={tracesStyles.serviceBar} style={{ background: color }} />
        {span.failed && <IconAlertTriangle size={12} className={tracesStyles.failedIcon} aria-label={t('failed')} />}
        {span.orphan && (
          <span className={tracesStyles.partial} title={t('orphan')}>
            ?
          </span>
        )}
        <b>{span.service}</b>
        <span className={waterfallStyles.operation}>{span.operation}</span>
        {folded && <span className={waterfallStyles.hiddenCount}>+{span.below}</span>}
      </span>
      <span className={waterfallStyles.track} role="gridcell">
        {bar !== null && (
          <>
            <span
              className={span.failed ? waterfallStyles.barFailed : waterfallStyles.bar}
              style={{ left: `${bar.left}%`, width: `${bar.width}%`, background: color }}
            />
            {critical !== undefined &&
              criticalParts(critical, durationMs, view).map((part) => (
                <span
                  key={part.left}
                  className={waterfallStyles.critical}
                  style={{ left: `${part.left}%`, width: `${part.width}%` }}
                />
              ))}
            <span className={waterfallStyles.barText} {...textPlace(bar)}>
              {duration}
              <em>{t('self', { time: self })}</em>
            </span>
          </>
        )}
      </span>
    </div>
  );
});

type TextPlace = { style: { left: string } | { right: string }; 'data-inside'?: boolean };

/** After the bar, before it, or on it where it fills the row. */
function textPlace(bar: { left: number; width: number }): TextPlace {
  const after = 100 - bar.left - bar.width;
  if (after >= 20) return { style: { left: `${bar.left + bar.width}%` } };
  if (bar.left >= 20) return { style: { right: `${100 - bar.left}%` } };
  return { style: { left: `${bar.left}%` }, 'data-inside': true };
}
