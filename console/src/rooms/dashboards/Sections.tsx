import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TimeRangeState } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import type { Annotation } from '@/charts/PlotMarks';
import { EmptyState } from '@/ui/states';
import type { Section } from './model/dashboard';
import type { Scope } from './model/interpolate';
import type { Panel } from './model/panel';
import { PanelFrame } from './PanelFrame';

type SectionsProps = {
  sections: readonly Section[];
  scope: Scope;
  range: TimeRangeState;
  annotations: readonly Annotation[];
  editing: boolean;
  onRemove: (id: number) => void;
  onCopy: (id: number) => void;
};

const ROW = 30;
const GAP = 8;
const ALONE = 620;

const pixels = (rows: number): number => rows * ROW + (rows - 1) * GAP;

/** The panels between their rows; one alone where the URL asks for it. */
export function Sections({ sections, editing, ...rest }: SectionsProps) {
  const { t } = useTranslation('dashboards');
  const url = useUrlState();
  const frame = (panel: Panel, height: number) => (
    <PanelFrame
      panel={panel}
      scope={rest.scope}
      range={rest.range}
      annotations={rest.annotations}
      height={height}
      editing={editing}
      onRemove={() => rest.onRemove(panel.id)}
      onCopy={() => rest.onCopy(panel.id)}
    />
  );
  const view = url.get('view');
  const alone = view === undefined ? undefined : sections.flatMap(({ panels }) => panels).find(({ key }) => key === view);
  if (alone !== undefined) return frame(alone, ALONE);
  if (sections.every(({ panels }) => panels.length === 0)) return <EmptyState>{t('empty.dashboard')}</EmptyState>;
  return (
    <>
      {sections.map((section) => (
        <OneSection key={section.key} section={section} frame={frame} />
      ))}
    </>
  );
}

function OneSection({ section, frame }: { section: Section; frame: (panel: Panel, height: number) => React.ReactNode }) {
  const [open, setOpen] = useState(!section.collapsed);
  const grid = open && (
    <div className="mw-dash-grid">
      {section.panels.map((panel) => {
        const { x, y, w, h } = panel.gridPos;
        return (
          <div key={panel.key} className="mw-dash-cell" style={{ gridColumn: `${x + 1} / span ${w}`, gridRow: `${y + 1} / span ${h}` }}>
            {frame(panel, pixels(h))}
          </div>
        );
      })}
    </div>
  );
  if (section.title === undefined) return <>{grid}</>;
  return (
    <section>
      <h2 className="mw-dash-row">
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
          {section.title}
          {!open && <span className="mw-muted"> ({section.panels.length})</span>}
        </button>
      </h2>
      {grid}
    </section>
  );
}
