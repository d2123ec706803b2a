import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGoTo } from '@/app/HrefLink';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { useLocale } from '@/i18n/locale';
import { formatDuration, formatNumber, formatPercent } from '@/lib/format';
import { tracesHref } from '@/lib/links';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { fetchDependencies } from './api';
import { EMPTY_RED, edgeKey, fetchMapRed, tagsOfType } from './mapRed';
import { MapNodeView } from './MapNodeView';
import { edgePath, edgeWidth, labelPlace, serviceMap, type MapEdge } from './serviceMap';
import styles from './traces.module.css';

/** Who calls whom in this range, how often, how well and how fast; a click finds the traces. */
export function ServiceMap() {
  const { t } = useTranslation('traces');
  const locale = useLocale();
  const goTo = useGoTo();
  const url = useUrlState();
  const { fromMs, toMs } = useTimeRange().resolved;
  const [lit, setLit] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ['trace-dependencies', fromMs, toMs],
    queryFn: ({ signal }) => fetchDependencies(fromMs, toMs, signal),
    placeholderData: keepPreviousData,
  });
  // The map lives without its figures.
  const metrics = useQuery({
    queryKey: ['trace-map-red', fromMs, toMs],
    queryFn: ({ signal }) => fetchMapRed(fromMs, toMs, signal),
    placeholderData: keepPreviousData,
  });
  const red = metrics.data ?? EMPTY_RED;
  const layout = useMemo(() => serviceMap(query.data ?? []), [query.data]);
  const most = Math.max(0, ...layout.edges.map(({ calls }) => calls));
  const opacity = (edge: MapEdge): number => (lit === null || edge.from.name === lit || edge.to.name === lit ? 1 : 0.2);
  const range = { from: url.get('from'), to: url.get('to') };
  const open = (name: string, caller?: string): void => {
    const type = red.types.get(name);
    const search = type === undefined ? { service: name } : { service: caller, tags: tagsOfType(name, type) };
    goTo(tracesHref({ ...search, ...range }));
  };
  return (
    <Panel
      title={t('map')}
      hint={t('mapHint')}
      query={query}
      partial={metrics.error === null ? null : t('mapNoFigures')}
      empty={layout.nodes.length === 0 && <EmptyState>{t('mapEmpty')}</EmptyState>}
    >
      <div className="mw-scroll">
        <svg width={layout.width} height={layout.height} className={styles.map} role="group" aria-label={t('map')}>
          {layout.edges.map((edge) => (
            <path
              key={`${edge.from.name} ${edge.to.name}`}
              d={edgePath(edge)}
              opacity={opacity(edge)}
              className={edge.errors > 0 ? styles.edgeFailed : styles.edge}
              strokeWidth={edgeWidth(edge.calls, most)}
            />
          ))}
          {layout.edges.map((edge) => {
            const p95 = red.edges.get(edgeKey(edge.from.name, edge.to.name));
            const calls = formatNumber(edge.calls, locale);
            const share = edge.errors > 0 ? formatPercent(edge.errors / edge.calls) : null;
            const { x, y } = labelPlace(edge, layout.edges);
            const words = [
              t('edge', { from: edge.from.name, to: edge.to.name, calls }),
              ...(share === null ? [] : [t('edgeErrors', { share })]),
              ...(p95 === undefined ? [] : [`p95 ${formatDuration(p95)}`]),
            ].join(' · ');
            return (
              <g
                key={`${edge.from.name} ${edge.to.name}`}
                role="link"
                tabIndex={0}
                aria-label={words}
                opacity={opacity(edge)}
                className={styles.node}
                onClick={() => open(edge.to.name, edge.from.name)}
                onKeyDown={(event) => {
                  if (event.key === 'Enter') open(edge.to.name, edge.from.name);
                }}
              >
                <title>{words}</title>
                <text x={x} y={y - 4} className={styles.edgeLabel}>
                  {calls}
                  {share !== null && <tspan className={styles.failedText}> ⚠ {share}</tspan>}
                </text>
                {p95 !== undefined && (
                  <text x={x} y={y + 12} className={styles.edgeLabel}>
                    {formatDuration(p95)}
                  </text>
                )}
              </g>
            );
          })}
          {layout.nodes.map((node) => (
            <MapNodeView
              key={node.name}
              node={node}
              red={red.services.get(node.name)}
              type={red.types.get(node.name)}
              onLight={setLit}
              onOpen={() => open(node.name)}
            />
          ))}
        </svg>
      </div>
    </Panel>
  );
}
