import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '@/lib/format';
import { useRows } from '@/lib/useRows';
import { isEditing } from '@/ui/Drawer';
import { EmptyState } from '@/ui/states';
import { isFolded, toggled, type Folding } from './folding';
import { Minimap } from './Minimap';
import { SpanRow } from './SpanRow';
import type { Trace } from './trace';
import type { Stretch } from './tree';
import { step, type Rows, type Step, type View } from './waterfall';
import styles from './waterfall.module.css';
import { WaterfallTools } from './WaterfallTools';

type WaterfallProps = {
  trace: Trace;
  rows: Rows;
  path: readonly Stretch[];
  folding: Folding;
  find: string;
  critical: boolean;
  view: View;
  selected: string | undefined;
  onChange: (step: Step) => void;
  onFind: (text: string) => void;
  onCritical: (on: boolean) => void;
};

const ROW = 22;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Minimap, time axis and the virtualised rows; the whole of it is worked by keyboard. */
export function Waterfall(props: WaterfallProps) {
  const { trace, rows, path, folding, view, selected, onChange } = props;
  const { t } = useTranslation('traces');
  const box = useRef<HTMLDivElement>(null);
  const list = useRows(box, rows.spans.length, ROW);
  const stretches = useMemo(() => {
    const found = new Map<number, Stretch[]>();
    for (const stretch of path) {
      const own = found.get(stretch.index);
      if (own === undefined) found.set(stretch.index, [stretch]);
      else own.push(stretch);
    }
    return found;
  }, [path]);
  const [cursor, setCursor] = useState(selected);
  const current = selected ?? cursor;
  // Then what was found is shown wherever it is folded away.
  const searching = rows.hits !== null || props.critical;
  const at = rows.spans.findIndex((span) => span.id === current);
  useEffect(() => {
    if (at >= 0) list.scrollToIndex(at, { align: 'auto' });
    // Only when another row is chosen, not when the list moves.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [at]);

  const onKey = (event: KeyboardEvent): void => {
    if (event.metaKey || event.ctrlKey || event.altKey || isEditing(event.target)) return;
    const change = step(event.key, rows, current, folding, view);
    if (change === null) return;
    event.preventDefault();
    if (change.selected !== undefined) setCursor(change.selected);
    // With the drawer open the cursor takes the drawer along.
    onChange(selected === undefined || change.selected === undefined ? change : { ...change, open: change.selected });
  };
  const toggle = useCallback((id: string) => onChange({ folding: toggled(folding, id) }), [folding, onChange]);
  const openSpan = useCallback(
    (id: string) => {
      setCursor(id);
      onChange({ open: id });
    },
    [onChange],
  );
  return (
    <div className={styles.waterfall}>
      <WaterfallTools
        trace={trace}
        hits={rows.hits?.size ?? null}
        folding={folding}
        find={props.find}
        critical={props.critical}
        view={view}
        onChange={onChange}
        onFind={props.onFind}
        onCritical={props.onCritical}
        onFound={() => {
          const first = rows.spans.find(({ index }) => rows.hits?.has(index));
          if (first !== undefined) setCursor(first.id);
          box.current?.focus();
        }}
      />
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
          aria-label={t('as.waterfall')}
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
                  folded={searching ? false : isFolded(folding, span)}
                  faded={rows.hits !== null && !rows.hits.has(span.index)}
                  selected={span.id === selected}
                  cursor={span.id === current}
                  onOpen={openSpan}
                  onFold={searching ? undefined : toggle}
                />
              );
            })}
          </div>
        </div>
      )}
    </div>
  );
}
