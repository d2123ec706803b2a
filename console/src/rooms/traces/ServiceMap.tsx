import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGoTo } from '@/app/HrefLink';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { seriesColor } from '@/charts/palette';
import { useLocale } from '@/i18n/locale';
import { formatNumber, formatPercent } from '@/lib/format';
import { tracesHref } from '@/lib/links';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { fetchDependencies } from './api';
import { edgePath, edgeWidth, NODE_HEIGHT, NODE_WIDTH, serviceMap, type MapEdge } from './serviceMap';
import styles from './traces.module.css';

/** Who calls whom in this range; a click on a service finds its traces. */
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
  const layout = useMemo(() => serviceMap(query.data ?? []), [query.data]);
  const most = Math.max(0, ...layout.edges.map(({ calls }) => calls));
  const touches = (edge: MapEdge): boolean => lit === null || edge.from.name === lit || edge.to.name === lit;
  const open = (service: string): void => goTo(tracesHref({ service, from: url.get('from'), to: url.get('to') }));
  return (
    <Panel
      title={t('map')}
      hint={t('mapHint')}
      query={query}
      empty={layout.nodes.length === 0 && <EmptyState>{t('mapEmpty')}</EmptyState>}
    >
      <div className="mw-scroll">
        <svg width={layout.width} height={layout.height} className={styles.map} role="group" aria-label={t('map')}>
          {layout.edges.map((edge) => (
            <g key={`${edge.from.name} ${edge.to.name}`} opacity={touches(edge) ? 1 : 0.2}>
              <path
                d={edgePath(edge)}
                className={edge.errors > 0 ? styles.edgeFailed : styles.edge}
                strokeWidth={edgeWidth(edge.calls, most)}
              />
              <title>
                {t('edge', { from: edge.from.name, to: edge.to.name, calls: formatNumber(edge.calls, locale) })}
                {edge.errors > 0 ? ` · ${t('edgeErrors', { share: formatPercent(edge.errors / edge.calls) })}` : ''}
              </title>
            </g>
          ))}
          {layout.edges.map((edge) => (
            <text
              key={`${edge.from.name} ${edge.to.name}`}
              x={(edge.from.x + NODE_WIDTH + edge.to.x) / 2}
              y={(edge.from.y + edge.to.y + NODE_HEIGHT) / 2 - 5}
              opacity={touches(edge) ? 1 : 0.2}
              className={styles.edgeLabel}
            >
              {formatNumber(edge.calls, locale)}
            </text>
          ))}
          {layout.nodes.map((node) => (
            <g
              key={node.name}
              role="link"
              tabIndex={0}
              aria-label={t('nodeLabel', { name: node.name })}
              className={styles.node}
              transform={`translate(${node.x} ${node.y})`}
              onPointerEnter={() => setLit(node.name)}
              onPointerLeave={() => setLit(null)}
              onFocus={() => setLit(node.name)}
              onBlur={() => setLit(null)}
              onClick={() => open(node.name)}
              onKeyDown={(event) => {
                if (event.key === 'Enter') open(node.name);
              }}
            >
              <rect width={NODE_WIDTH} height={NODE_HEIGHT} rx={6} />
              <rect
                width={3}
                height={NODE_HEIGHT - 12}
                x={8}
                y={6}
                rx={1.5}
                style={{ fill: seriesColor(node.name), stroke: 'none' }}
              />
              <text x={18} y={NODE_HEIGHT / 2}>
                {node.name.length > 18 ? `${node.name.slice(0, 17)}…` : node.name}
              </text>
              <title>{node.name}</title>
            </g>
          ))}
        </svg>
      </div>
    </Panel>
  );
}
