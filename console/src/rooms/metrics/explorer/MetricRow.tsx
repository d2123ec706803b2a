import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { queryRange } from '@/api/prometheus';
import { useTimeRange } from '@/app/timeRange';
import { Sparkline } from '@/charts/Sparkline';
import { Badge } from '@/ui/LevelBadge';
import { aligned } from '@/rooms/metrics/result/answers';
import type { Family } from './catalog';
import styles from './explorer.module.css';
import { sparklineQuery } from './suggested';

type MetricRowProps = { family: Family; chosen: boolean; top: number; height: number; onChoose: () => void };

/** One metric of the list: name, type, unit, meaning, and how it moved. */
export function MetricRow({ family, chosen, top, height, onChoose }: MetricRowProps) {
  return (
    <button
      type="button"
      className={styles.metric}
      aria-pressed={chosen}
      style={{ transform: `translateY(${top}px)`, height }}
      onClick={onChoose}
    >
      <span className={styles.metricWords}>
        <span className={styles.metricName}>
          <code className="mw-clip">{family.name}</code>
          {family.type !== 'unknown' && <Badge level="unknown">{family.type}</Badge>}
          {family.unit !== '' && <span className="mw-muted">{family.unit}</span>}
        </span>
        <span className="mw-clip mw-muted">{family.help}</span>
      </span>
      <span className={styles.spark}>
        <MetricSparkline family={family} />
      </span>
    </button>
  );
}

const POINTS = 40;
/** Rows that are only scrolled past ask nothing. */
const REST_MS = 250;

function MetricSparkline({ family }: { family: Family }) {
  const range = useTimeRange();
  const [rested, setRested] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRested(true), REST_MS);
    return () => clearTimeout(timer);
  }, []);
  const { fromMs, toMs } = range.resolved;
  const stepSeconds = Math.max(15, Math.ceil((toMs - fromMs) / 1000 / POINTS));
  const expr = sparklineQuery(family, stepSeconds);
  const query = useQuery({
    queryKey: ['metric-sparkline', expr, range.from, range.to],
    queryFn: ({ signal }) => queryRange({ expr, ...aligned(fromMs, toMs, stepSeconds), stepSeconds }, signal),
    enabled: rested,
    staleTime: 60_000,
    retry: false,
  });
  const points = query.data?.data[0]?.points ?? [];
  return points.length < 2 ? null : <Sparkline points={points} height={24} />;
}
