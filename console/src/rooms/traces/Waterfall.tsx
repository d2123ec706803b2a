import { ActionIcon, TextInput, Tooltip } from '@mantine/core';
import { IconFold, IconFoldDown, IconZoomReset } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '@/lib/format';
import { useDraft } from '@/lib/useDraft';
import { useRows } from '@/lib/useRows';
import { isEditing } from '@/ui/Drawer';
import { EmptyState } from '@/ui/states';
import { Minimap } from './Minimap';
import { SpanRow } from './SpanRow';
import type { Trace } from './trace';
import styles from './waterfall.module.css';
import type { Stretch } from './tree';
import { foldedAt, step, WHOLE, type Rows, type Step, type View } from './waterfall';

type WaterfallProps = {
  trace: Trace;
  rows: Rows;
  path: readonly Stretch[];
  folded: ReadonlySet<string>;
  find: string;
  view: View;
  selected: string | undefined;
  onChange: (step: Step) => void;
  onFind: (text: string) => void;
};

const ROW = 22;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Minimap, time axis and the virtualised rows; the whole of it is worked by keyboard. */
export function Waterfall(props: WaterfallProps) {
  const { trace, rows, path, folded, view, selected, onChange } = props;
  const { t } = useTranslation('traces');
  const box = useRef<HTMLDivElement>(null);
  const list = useRows(box, rows.spans.length, ROW);
  const stretches = useMemo(() => {
    const found = new Map<number, Stretch[]>();
    for (const stretch of path) found.set(stretch.index, [...(found.get(stretch.index) ?? []), stretch]);
    return found;
  }, [path]);
  const [cursor, setCursor] = useState(selected);
  const [find, typeFind] = useDraft(props.find, props.onFind);
  const current = selected ?? cursor;
  const at = rows.spans.findIndex((span) => span.id === current);
  useEffect(() => {
    if (at >= 0) list.scrollToIndex(at, { align: 'auto' });
    // Only when another row is chosen, not when the list moves.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [at]);

  const onKey = (event: KeyboardEvent): void => {
    if (event.metaKey || event.ctrlKey || event.altKey || isEditing(event.target)) return;
    const change = step(event.key, rows.spans, current, folded, view);
    if (change === null) return;
    event.preventDefault();
    if (change.selected !== undefined) setCursor(change.selected);
    // With the drawer open the cursor takes the drawer along.
    onChange(selected === undefined || change.selected === undefined ? change : { ...change, open: change.selected });
  };
  const toggle = useCallback(
    (id: string) => {
      const next = new Set(folded);
      if (!next.delete(id)) next.add(id);
      onChange({ folded: next });
    },
    [folded, onChange],
  );
  const openSpan = useCallback(
    (id: string) => {
      setCursor(id);
      onChange({ open: id });
    },
    [onChange],
  );
  return (
    <div className={styles.waterfall}>
      <div className={styles.tools}>
        <TextInput
          data-search
          className={styles.find}
          aria-label={t('find')}
          placeholder={t('findPlaceholder')}
          value={find}
          onChange={(event) => typeFind(event.currentTarget.value)}
          spellCheck={false}
        />
        <span className="mw-muted" aria-live="polite">
          {props.find.trim() === '' ? '' : t('matches', { count: rows.matches })}
        </span>
        <span className="mw-grow" />
        <span className={styles.legendPath}>{t('criticalPath')}</span>
        <Tooltip label={t('foldAll')}>
          <ActionIcon aria-label={t('foldAll')} onClick={() => onChange({ folded: foldedAt(trace, 1) })}>
            <IconFold size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('unfoldAll')}>
          <ActionIcon aria-label={t('unfoldAll')} onClick={() => onChange({ folded: new Set() })}>
            <IconFoldDown size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('wholeTrace')}>
          <ActionIcon
            aria-label={t('wholeTrace')}
            disabled={view.from <= 0 && view.to >= 1}
            onClick={() => onChange({ view: WHOLE })}
          >
            <IconZoomReset size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      <Minimap trace={trace} view={view} onView={(next) => onChange({ view: next })} />
      <div className={styles.axis} aria-hidden="true">
        <span>{t('serviceAndOperation')}</span>
        <div>
          {TICKS.map((tick) => (
            <span
              key={tick}
              style={{ left: `${tick * 100}%` }}
              data-end={tick === 1 || undefined}
              data-start={tick === 0 || undefined}
            >
              {formatDuration(((view.from + tick * (view.to - view.from)) * trace.durationMs) / 1000)}
            </span>
          ))}
        </div>
      </div>
      {rows.spans.length === 0 ? (
        <EmptyState>{t('noMatch')}</EmptyState>
      ) : (
        <div
          ref={box}
          className={styles.rows}
          role="treegrid"
          aria-label={t('waterfall')}
          aria-rowcount={rows.spans.length}
          tabIndex={0}
          onKeyDown={onKey}
        >
          <div style={{ height: list.getTotalSize(), position: 'relative' }}>
            {list.getVirtualItems().map(({ index, start }) => {
              const span = rows.spans[index];
              if (span === undefined) return null;
              return (
                <SpanRow
                  key={span.index}
                  span={span}
                  top={start}
                  height={ROW}
                  durationMs={trace.durationMs}
                  view={view}
                  critical={stretches.get(span.index)}
                  folded={folded.has(span.id)}
                  selected={span.id === selected}
                  cursor={span.id === current}
                  onOpen={openSpan}
                  onFold={toggle}
                />
              );
            })}
          </div>
        </div>
      )}
    </div>
  );
}
