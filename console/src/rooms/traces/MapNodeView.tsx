import { useTranslation } from 'react-i18next';
import { seriesColor } from '@/charts/palette';
import { useLocale } from '@/i18n/locale';
import { formatDuration, formatPercent, formatUnit } from '@/lib/format';
import type { Red } from './mapRed';
import { NODE_HEIGHT, NODE_WIDTH, type MapNode } from './serviceMap';
import styles from './traces.module.css';

type MapNodeViewProps = {
  node: MapNode;
  red: Red | undefined;
  /** What it is, where it is no service that sends spans. */
  type: string | undefined;
  onLight: (name: string | null) => void;
  onOpen: () => void;
};

const MOST_LETTERS = 21;
const BAD_SHARE = 0.05;
/** Less would be written as 0.0 %. */
const LEAST_SHARE = 0.0005;

/** A service with its rate, errors and 95th percentile; a database, cache or queue with its kind. */
export function MapNodeView({ node, red, type, onLight, onOpen }: MapNodeViewProps) {
  const { t } = useTranslation('traces');
  const locale = useLocale();
  const facts = [
    ...(type === undefined ? [] : [t(`nodeType.${nodeType(type)}`)]),
    ...(red === undefined || !(red.rate > 0) ? [] : [formatUnit(red.rate, 'rate', locale)]),
    ...(red !== undefined && red.errors >= LEAST_SHARE ? [`⚠ ${formatPercent(red.errors)}`] : []),
    ...(red === undefined || !Number.isFinite(red.p95Seconds) ? [] : [formatDuration(red.p95Seconds)]),
  ];
  const bad = red !== undefined && red.errors >= BAD_SHARE;
  return (
    <g
      role="link"
      tabIndex={0}
      aria-label={t('nodeLabel', { name: node.name })}
      className={styles.node}
      transform={`translate(${node.x} ${node.y})`}
      onPointerEnter={() => onLight(node.name)}
      onPointerLeave={() => onLight(null)}
      onFocus={() => onLight(node.name)}
      onBlur={() => onLight(null)}
      onClick={onOpen}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onOpen();
      }}
    >
      <rect width={NODE_WIDTH} height={NODE_HEIGHT} rx={6} />
      <rect
        width={3}
        height={NODE_HEIGHT - 12}
        x={8}
        y={6}
        rx={1.5}
        style={{ fill: bad ? 'var(--mw-critical)' : seriesColor(node.name), stroke: 'none' }}
      />
      <text x={18} y={facts.length === 0 ? NODE_HEIGHT / 2 : 16}>
        {node.name.length > MOST_LETTERS ? `${node.name.slice(0, MOST_LETTERS - 1)}…` : node.name}
      </text>
      {facts.length > 0 && (
        <text x={18} y={34} style={{ fill: bad ? 'var(--mw-critical-text)' : 'var(--mw-muted)' }}>
          {facts.join(' · ')}
        </text>
      )}
      <title>{[node.name, ...facts].join(' · ')}</title>
    </g>
  );
}

function nodeType(type: string): 'database' | 'cache' | 'messaging' | 'other' {
  return type === 'database' || type === 'cache' || type === 'messaging' ? type : 'other';
}
