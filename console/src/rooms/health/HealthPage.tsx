import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { query, queryRange } from '@/api/prometheus';
import { useTimeRange } from '@/app/timeRange';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatDuration, formatPercent } from '@/lib/format';
import { formatTime } from '@/lib/time';
import { CopyText } from '@/ui/CopyText';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { type Heart, hearts } from './heartbeats';

const BEATS = 60;
const HOURS = 6;
const STEP_MS = (HOURS * 3_600_000) / BEATS;
const COLOURS = { good: 'var(--mw-ok)', bad: 'var(--mw-critical)', none: 'var(--mw-line)' } as const;

/** Every probed address with its heartbeat of six hours: probes of the server, then scraped targets. */
export function HealthPage() {
  const { t } = useTranslation('health');
  return (
    <div className="mw-page mw-stack">
      <Hearts title={t('probes')} expr="min by (instance, module) (min_over_time(probe_success[6m]))" details />
      <Hearts title={t('targets')} expr="min by (instance, job) (min_over_time(up[6m]))" />
      <Panel title={t('byHand')}>
        <div className="mw-stack">
          <span className="mw-muted">{t('byHandHint')}</span>
          <CopyText text="./mallwatch check http://mall:3000 --probe mysql://db --probe redis://cache" />
        </div>
      </Panel>
    </div>
  );
}

interface HeartsProps {
  readonly title: string;
  readonly expr: string;
  readonly details?: boolean;
}

function Hearts({ title, expr, details = false }: HeartsProps) {
  const { t } = useTranslation('health');
  const { refreshSeconds } = useTimeRange();
  const refetchInterval = refreshSeconds > 0 ? refreshSeconds * 1000 : false;
  const beats = useQuery({
    queryKey: ['health', expr],
    queryFn: async ({ signal }) => {
      const toMs = Math.ceil(Date.now() / STEP_MS) * STEP_MS;
      const fromMs = toMs - (BEATS - 1) * STEP_MS;
      const answer = await queryRange({ expr, fromMs, toMs, stepSeconds: STEP_MS / 1000, limit: 200 }, signal);
      return { fromMs, hearts: hearts(answer.data, fromMs, STEP_MS, BEATS) };
    },
    refetchInterval,
  });
  const slow = useNumbers('avg by (instance) (avg_over_time(probe_duration_seconds[10m]))', details);
  const expiry = useNumbers('min by (instance) (probe_ssl_earliest_cert_expiry) - time()', details);
  const all = beats.data?.hearts ?? [];
  return (
    <Panel title={title} hint={t('hint')} flush query={beats} empty={all.length === 0 && <EmptyState>{t(details ? 'noProbes' : 'noTargets')}</EmptyState>}>
      <div className="mw-scroll">
        <table className="mw-table">
          <thead>
            <tr>
              <th>{t('column.state')}</th>
              <th>{t('column.address')}</th>
              <th>{t('column.beats')}</th>
              <th className="mw-right">{t('column.availability')}</th>
              {details && <th className="mw-right">{t('column.duration')}</th>}
              {details && <th className="mw-right">{t('column.expiry')}</th>}
            </tr>
          </thead>
          <tbody>
            {all.map((heart) => (
              <tr key={`${heart.instance} ${heart.module}`}>
                <td>
                  <HeartBadge heart={heart} />
                </td>
                <td style={{ overflowWrap: 'anywhere', minWidth: 130 }}>
                  {heart.instance} <span className="mw-muted">{heart.module}</span>
                </td>
                <td>
                  <Beats heart={heart} fromMs={beats.data?.fromMs ?? 0} />
                </td>
                <td className="mw-right">{formatPercent(heart.availability, 2)}</td>
                {details && <td className="mw-right">{formatDuration(slow.get(heart.instance))}</td>}
                {details && <td className="mw-right">{formatDuration(expiry.get(heart.instance))}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** A number for each address, by its name. */
function useNumbers(expr: string, enabled: boolean): ReadonlyMap<string, number> {
  const answer = useQuery({
    queryKey: ['health', expr],
    queryFn: async ({ signal }) => (await query(expr, undefined, signal)).data,
    enabled,
  });
  const series = answer.data?.kind === 'vector' ? answer.data.series : [];
  return new Map(series.map(({ metric, sample }) => [metric['instance'] ?? '', sample[1]]));
}

function HeartBadge({ heart }: { readonly heart: Heart }) {
  const { t } = useTranslation('health');
  if (heart.up === null) return <Badge level="unknown">{t('state.none')}</Badge>;
  return (
    <Badge level={heart.up ? 'ok' : 'critical'} icon>
      {t(heart.up ? 'state.up' : 'state.down')}
    </Badge>
  );
}

function Beats({ heart, fromMs }: { readonly heart: Heart; readonly fromMs: number }) {
  const { t } = useTranslation('health');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const bad = heart.beats.filter((beat) => beat === 'bad').length;
  return (
    <div role="img" aria-label={t('beatsLabel', { count: bad })} style={{ display: 'flex', gap: 1, minWidth: 180 }}>
      {heart.beats.map((beat, at) => (
        <span
          // a beat is its place in the row
          key={`${at}`}
          title={`${formatTime(fromMs + at * STEP_MS, locale, timeZone)} ${t(`beat.${beat}`)}`}
          style={{ flex: 1, height: 20, minWidth: 2, borderRadius: 1, background: COLOURS[beat] }}
        />
      ))}
    </div>
  );
}
