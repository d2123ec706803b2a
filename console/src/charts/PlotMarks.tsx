import styles from './charts.module.css';
import { levelColor } from './palette';
import { linear, type Extent } from './scale';

export type PlotBox = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly values: Extent;
};

/** A moment worth a line: a deploy, an incident, a changed rule. */
export type Annotation = { readonly at: number; readonly label: string; readonly level?: string | undefined };

/** One measured request behind a figure; `id` is its trace. */
export type Exemplar = { readonly at: number; readonly value: number; readonly id: string };

const MOST_EXEMPLARS = 200;

type PlotMarksProps = {
  box: PlotBox;
  from: number;
  to: number;
  annotations: readonly Annotation[];
  exemplars: readonly Exemplar[];
  describe: (exemplar: Exemplar) => string;
  onExemplar: ((exemplar: Exemplar) => void) | undefined;
};

/** What lies over the canvas and can be pointed at or tabbed to. */
export function PlotMarks({ box, from, to, annotations, exemplars, describe, onExemplar }: PlotMarksProps) {
  const x = linear([from, to], [box.left, box.left + box.width]);
  const y = linear(box.values, [box.top + box.height, box.top]);
  const inside = (at: number): boolean => at >= from && at <= to;
  return (
    <>
      {annotations
        .filter(({ at }) => inside(at))
        .map((mark) => (
          <div
            key={`${mark.at} ${mark.label}`}
            className={styles.annotation}
            style={{ left: x(mark.at), top: box.top, height: box.height, borderColor: levelColor(mark.level) }}
          >
            <span className={styles.flag} style={{ background: levelColor(mark.level) }} title={mark.label} />
          </div>
        ))}
      {exemplars
        .filter(({ at, value }) => inside(at) && value >= box.values[0] && value <= box.values[1])
        .slice(0, MOST_EXEMPLARS)
        .map((dot) => (
          <button
            key={`${dot.at} ${dot.id}`}
            type="button"
            className={styles.exemplar}
            style={{ left: x(dot.at), top: y(dot.value) }}
            title={describe(dot)}
            aria-label={describe(dot)}
            onClick={() => onExemplar?.(dot)}
          />
        ))}
    </>
  );
}
