import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Heatmap } from '@/charts/Heatmap';
import { heatGrid, type BucketSeries } from '@/charts/heatmap';
import type { Point } from '@/charts/seriesData';
import { EmptyState } from '@/ui/states';
import { numberFields, type Shown } from '@/rooms/dashboards/model/frame';
import { at, text } from '@/rooms/dashboards/model/json';
import { TimePanel } from './TimePanel';
import type { DrawnPanel } from './drawn';

/** Buckets over time; lines where the answer has none. */
export function HeatmapPanel(props: DrawnPanel) {
  const { t } = useTranslation('dashboards');
  const { panel, fields, range, height, onZoom } = props;
  const grid = useMemo(() => {
    const buckets = toBuckets(fields);
    return buckets === null ? null : heatGrid(buckets);
  }, [fields]);
  if (grid === null) return fields.length > 0 ? <TimePanel {...props} /> : <EmptyState>{t('empty.buckets')}</EmptyState>;
  return (
    <Heatmap
      grid={grid}
      unit={text(at(panel.options, 'yAxis', 'unit')) || panel.fieldConfig.defaults.unit}
      from={range.fromMs}
      to={range.toMs}
      stepMs={range.stepSeconds * 1000}
      height={height}
      label={panel.title}
      onZoom={onZoom}
    />
  );
}

/** The fields as cumulative buckets, by their `le` or by a legend that is one; null where some is none. */
export function toBuckets(frames: readonly (readonly Shown[])[]): BucketSeries[] | null {
  const all = numberFields(frames).map(({ times, field }) => ({
    le: boundOf(field.labels['le'] ?? field.title),
    points: times.map((time, index): Point => [Number(time), typeof field.values[index] === 'number' ? field.values[index] : null]),
  }));
  if (all.length < 2 || all.some(({ le }) => Number.isNaN(le)) || new Set(all.map(({ le }) => le)).size !== all.length) return null;
  return all;
}

const boundOf = (written: string): number => (written === '+Inf' ? Infinity : written.trim() === '' ? NaN : Number(written));
