import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/ui/states';
import { isDrawn, type PanelType } from '@/rooms/dashboards/model/panel';
import { BarChartPanel, BarGaugePanel, PiePanel } from './BarPanels';
import type { DrawnPanel } from './drawn';
import { GaugePanel } from './GaugePanel';
import { HeatmapPanel } from './HeatmapPanel';
import { HistogramPanel } from './HistogramPanel';
import { LogsPanel } from './LogsPanel';
import { StatePanel } from './StatePanel';
import { StatPanel } from './StatPanel';
import { TablePanel } from './TablePanel';
import { TextPanel } from './TextPanel';
import { TimePanel } from './TimePanel';

const DRAWN: Readonly<Record<PanelType, (props: DrawnPanel) => ReactNode>> = {
  timeseries: TimePanel,
  stat: StatPanel,
  gauge: GaugePanel,
  bargauge: BarGaugePanel,
  barchart: BarChartPanel,
  piechart: PiePanel,
  table: TablePanel,
  heatmap: HeatmapPanel,
  histogram: HistogramPanel,
  'state-timeline': StatePanel,
  'status-history': StatePanel,
  logs: LogsPanel,
  text: TextPanel,
};

/** The content of a panel by its type; one that we don't draw shows its figures as a table, and says so. */
export function PanelBody(props: DrawnPanel) {
  const { t } = useTranslation('dashboards');
  const { type } = props.panel;
  if (isDrawn(type)) {
    const Drawn = DRAWN[type];
    return <Drawn {...props} />;
  }
  if (props.fields.length === 0) return <EmptyState>{t('empty.type', { type })}</EmptyState>;
  return (
    <>
      <p className="mw-muted">{t('empty.typeAsTable', { type })}</p>
      <TablePanel {...props} />
    </>
  );
}
