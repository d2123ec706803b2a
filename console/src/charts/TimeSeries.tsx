import 'uplot/dist/uPlot.min.css';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type uPlot from 'uplot';
import { formatNamedUnit } from '@/lib/unitNames';
import { formatTime } from '@/lib/time';
import { useLocale, useTimeZone } from '@/i18n/locale';
import styles from './charts.module.css';
import { Legend } from './Legend';
import { indexedColor } from './palette';
import { createPlot, type Threshold } from './plot';
import type { PlotStyle } from './plotSeries';
import { PlotMarks, type Annotation, type Exemplar, type PlotBox } from './PlotMarks';
import { align, afterClick, type BandPoint, type Series } from './seriesData';
import { Tooltip } from './Tooltip';
import { hoverRows } from './hover';
import { useScheme } from './useScheme';
import { useWidth } from './useSize';

export type TimeSeriesProps = {
  series: readonly Series[];
  /** `count`, `yuan`, `ratio`, `seconds`, `bytes`, … decides the labels and whether the axis starts at zero. */
  unit: string;
  height: number;
  /** Bounds of the value axis, where they are not the data's. */
  min?: number | undefined;
  max?: number | undefined;
  from: number;
  to: number;
  /** Read aloud; without it the names of the series are. */
  label?: string | undefined;
  band?: readonly BandPoint[] | undefined;
  annotations?: readonly Annotation[] | undefined;
  thresholds?: readonly Threshold[] | undefined;
  exemplars?: readonly Exemplar[] | undefined;
  /** What exemplars measure; where it is not the axis's unit they stand along its foot. */
  exemplarUnit?: string | undefined;
  onExemplar?: ((exemplar: Exemplar) => void) | undefined;
  onZoom?: ((fromMs: number, toMs: number) => void) | undefined;
  /** Shown under more than one series unless said otherwise. */
  legend?: boolean | undefined;
  /** Lines unless said otherwise. */
  style?: PlotStyle | undefined;
  /** A logarithmic value axis. */
  log?: boolean | undefined;
  /** Charts with the same key share a crosshair. */
  syncKey?: string | undefined;
};

const NONE: readonly never[] = [];
const NOBODY: ReadonlySet<string> = new Set();

/** Lines over time. Gaps stay gaps; dragging zooms; the crosshair is shared by all charts of a page. */
export function TimeSeries(props: TimeSeriesProps) {
  const { series, unit, height, min, max, from, to, onZoom, syncKey = 'page', style = 'lines', log = false } = props;
  const { band = NONE, thresholds = NONE, annotations = NONE, exemplars = NONE } = props;
  const { t } = useTranslation('charts');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const scheme = useScheme();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [hidden, setHidden] = useState(NOBODY);
  const [cursor, setCursor] = useState<{ left: number; index: number } | null>(null);
  const [plotBox, setPlotBox] = useState<PlotBox | null>(null);
  const colors = useMemo(() => series.map((one, index) => one.color ?? indexedColor(index)), [series]);
  const aligned = useMemo(() => align(series.map((one) => one.points)), [series]);
  const zoom = useRef(onZoom);
  useEffect(() => {
    zoom.current = onZoom;
  }, [onZoom]);
  const zoomable = onZoom !== undefined;

  useEffect(() => {
    const element = canvas.current;
    if (element === null || width === 0) return;
    const plot = createPlot(
      element,
      width,
      {
        series,
        colors,
        hidden,
        aligned,
        band,
        thresholds,
        unit,
        min,
        max,
        style,
        log,
        from,
        to,
        height,
        locale,
        timeZone,
        syncKey,
        scheme,
      },
      {
        onReady: (ready) => setPlotBox(boxOf(ready, log)),
        onCursor: (moved) => setCursor(cursorOf(moved)),
        onZoom: zoomable ? (fromMs, toMs) => zoom.current?.(fromMs, toMs) : undefined,
      },
    );
    return () => plot?.destroy();
  }, [
    series,
    colors,
    hidden,
    aligned,
    band,
    thresholds,
    unit,
    min,
    max,
    style,
    log,
    from,
    to,
    height,
    locale,
    timeZone,
    syncKey,
    width,
    zoomable,
    scheme,
  ]);

  const showLegend = props.legend ?? series.length > 1;
  const at = cursor === null ? undefined : aligned.times[cursor.index];
  const exemplarUnit = props.exemplarUnit ?? unit;
  const describe = (exemplar: Exemplar): string =>
    t('exemplar', { value: formatNamedUnit(exemplar.value, exemplarUnit, locale), id: exemplar.id });
  return (
    <div className={styles.timeSeries}>
      <div
        ref={box}
        className={styles.plot}
        style={{ height }}
        role="img"
        aria-label={props.label ?? t('chartOf', { names: series.map((one) => one.name).join(', ') })}
      >
        <div ref={canvas} />
      </div>
      {plotBox !== null && (
        <PlotMarks
          box={plotBox}
          from={from}
          to={to}
          annotations={annotations}
          exemplars={exemplars}
          onAxis={exemplarUnit === unit}
          describe={describe}
          onExemplar={props.onExemplar}
        />
      )}
      {cursor !== null && at !== undefined && plotBox !== null && (
        <Tooltip
          left={plotBox.left + cursor.left}
          width={width}
          title={formatTime(at, locale, timeZone)}
          rows={hoverRows(series, colors, hidden, aligned, cursor.index).map((row) => ({
            ...row,
            text: formatNamedUnit(row.value, series.find(({ name }) => name === row.name)?.unit ?? unit, locale),
          }))}
          more={(count) => t('more', { count })}
        />
      )}
      {showLegend && (
        <Legend
          series={series}
          colors={colors}
          hidden={hidden}
          unit={unit}
          onToggle={(name, toggle) =>
            setHidden((now) =>
              afterClick(
                now,
                series.map((one) => one.name),
                name,
                toggle,
              ),
            )
          }
        />
      )}
    </div>
  );
}

function boxOf(plot: uPlot, log: boolean): PlotBox {
  const ratio = window.devicePixelRatio || 1;
  const { left, top, width, height } = plot.bbox;
  return {
    left: left / ratio,
    top: top / ratio,
    width: width / ratio,
    height: height / ratio,
    log,
    values: [plot.scales['y']?.min ?? 0, plot.scales['y']?.max ?? 1],
  };
}

/** The pointer's own chart shows figures; those that merely follow show the crosshair alone. */
function cursorOf(plot: uPlot): { left: number; index: number } | null {
  const { left = -1, idx } = plot.cursor;
  return left < 0 || idx === null || idx === undefined || !plot.over.matches(':hover') ? null : { left, index: idx };
}
