import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apart } from './apart';
import styles from './charts.module.css';
import { levelColor } from './palette';
import { linear, logarithmic, type Extent } from './scale';

export type PlotBox = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly values: Extent;
  readonly log?: boolean | undefined;
};

/** A moment worth a line: a deploy, an incident, a changed rule. */
export type Annotation = { readonly at: number; readonly label: string; readonly level?: string | undefined };

/** One measured request behind a figure; `id` is its trace. */
export type Exemplar = {
  readonly at: number;
  readonly value: number;
  readonly id: string;
  readonly labels?: Readonly<Record<string, string>> | undefined;
};

type PlotMarksProps = {
  box: PlotBox;
  from: number;
  to: number;
  annotations: readonly Annotation[];
  exemplars: readonly Exemplar[];
  /** Whether exemplars measure what the axis does; otherwise they stand along its foot. */
  onAxis?: boolean | undefined;
  describe: (exemplar: Exemplar) => string;
  onExemplar: ((exemplar: Exemplar) => void) | undefined;
};

/** What lies over the canvas and can be pointed at or tabbed to. */
export function PlotMarks({ box, from, to, annotations, exemplars, onAxis = true, describe, onExemplar }: PlotMarksProps) {
  const [shown, setShown] = useState<Exemplar | null>(null);
  const x = linear([from, to], [box.left, box.left + box.width]);
  const scale = box.log === true ? logarithmic : linear;
  const y = scale(box.values, [box.top + box.height, box.top]);
  const inside = (at: number): boolean => at >= from && at <= to;
  // One above the lines is the one to look at: it stands at the edge rather than being left out.
  const height = ({ value }: Exemplar): number =>
    onAxis ? y(Math.max(box.values[0], Math.min(box.values[1], value))) : box.top + box.height - 5;
  const dots = apart(
    exemplars.filter(({ at }) => inside(at)),
    (dot) => [x(dot.at), height(dot)],
  );
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
      {dots.map((dot) => (
        <button
          key={`${dot.at} ${dot.id} ${dot.value}`}
          type="button"
          className={styles.exemplar}
          style={{ left: x(dot.at), top: height(dot) }}
          aria-label={describe(dot)}
          onClick={() => onExemplar?.(dot)}
          onPointerEnter={() => setShown(dot)}
          onPointerLeave={() => setShown(null)}
          onFocus={() => setShown(dot)}
          onBlur={() => setShown(null)}
        />
      ))}
      {shown !== null && inside(shown.at) && (
        <ExemplarCard exemplar={shown} left={x(shown.at)} top={height(shown)} box={box} text={describe(shown)} />
      )}
    </>
  );
}

type ExemplarCardProps = { exemplar: Exemplar; left: number; top: number; box: PlotBox; text: string };

/** What is known of the request under the pointer. */
function ExemplarCard({ exemplar, left, top, box, text }: ExemplarCardProps) {
  const { t } = useTranslation('charts');
  const side = left > box.left + box.width / 2 ? { right: `calc(100% - ${left - 10}px)` } : { left: left + 10 };
  return (
    <div className={styles.exemplarCard} style={{ ...side, top: Math.max(box.top, top - 12) }} role="presentation">
      <div className={styles.exemplarHead}>{text}</div>
      {Object.entries(exemplar.labels ?? {}).map(([name, value]) => (
        <div key={name} className={styles.exemplarLabel}>
          <span>{name}</span>
          <code>{value}</code>
        </div>
      ))}
      <div className={styles.exemplarHint}>{t('exemplarHint')}</div>
    </div>
  );
}
