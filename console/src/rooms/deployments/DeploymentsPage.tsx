import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Deployment, type Deployments, fetchDeployments, MOST_DEPLOYMENTS } from '@/api/deployments';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { formatDuration } from '@/lib/format';
import type { Level } from '@/ui/levels';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';
import './deployments.css';

const LEVELS: Record<Deployment['status'], Level> = { running: 'info', succeeded: 'ok', failed: 'warning', rolled_back: 'critical' };

const SPANS = [7, 30, 90] as const;
const USUAL = 30;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What was deployed when, what became of it, and how delivery goes. */
export function DeploymentsPage() {
  const { t } = useTranslation('deployments');
  const url = useUrlState();
  const { refreshSeconds } = useTimeRange();
  const days = SPANS.find((one) => String(one) === url.get('days')) ?? USUAL;
  const query = useQuery({
    queryKey: ['deployments', days],
    queryFn: ({ signal }) => fetchDeployments(Date.now() - days * DAY_MS, Date.now() + MINUTE_MS, signal),
    refetchInterval: refreshSeconds > 0 ? refreshSeconds * 1000 : false,
    placeholderData: keepPreviousData,
  });
  const all = query.data?.deployments ?? [];
  return (
    <div className="mw-page mw-stack">
      <SegmentedControl
        style={{ justifySelf: 'start', alignSelf: 'start' }}
        aria-label={t('span')}
        value={String(days)}
        onChange={(next) => url.set({ days: next === String(USUAL) ? undefined : next })}
        data={SPANS.map((value) => ({ value: String(value), label: t('days', { count: value }) }))}
      />
      <Panel title={t('figures')} hint={t('figuresHint')} query={query}>
        {query.data !== undefined && <Figures figures={query.data.figures} />}
      </Panel>
      <Panel
        title={t('list')}
        flush
        query={query}
        partial={all.length >= MOST_DEPLOYMENTS ? t('most', { count: MOST_DEPLOYMENTS }) : null}
        empty={query.data !== undefined && all.length === 0 && <EmptyState action={<code>{HOW}</code>}>{t('empty')}</EmptyState>}
      >
        <div className="mw-scroll">
          <table className="mw-table">
            <thead>
              <tr>
                <th>{t('column.status')}</th>
                <th>{t('column.service')}</th>
                <th>{t('column.version')}</th>
                <th>{t('column.environment')}</th>
                <th>{t('column.by')}</th>
                <th className="mw-right">{t('column.took')}</th>
                <th className="mw-right">{t('column.started')}</th>
              </tr>
            </thead>
            <tbody>
              {all.map((one) => (
                <Row key={one.id} deployment={one} />
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </div>
  );
}

const HOW = './mallwatch deploy blue-green --plan deploy/blue-green.yml --release IMAGE@sha256:…';

function Figures({ figures }: { readonly figures: Deployments['figures'] }) {
  const { t } = useTranslation('deployments');
  const span = (seconds: number | null): string => (seconds === null ? t('unknown') : formatDuration(seconds));
  const facts: readonly [string, string][] = [
    [t('figure.perDay'), figures.perDay.toFixed(2)],
    [t('figure.leadTime'), span(figures.leadTimeSeconds)],
    [t('figure.failureShare'), figures.failureShare === null ? t('unknown') : `${(figures.failureShare * 100).toFixed(1)} %`],
    [t('figure.restoreTime'), span(figures.restoreTimeSeconds)],
  ];
  return (
    <dl className="mw-delivery">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Row({ deployment }: { readonly deployment: Deployment }) {
  const { t } = useTranslation('deployments');
  const { status, colour, version, reason, startedAt, finishedAt } = deployment;
  return (
    <tr>
      <td>
        <Badge level={LEVELS[status]}>{t(`status.${status}`)}</Badge>
      </td>
      <td>{deployment.service}</td>
      <td>
        <code className="mw-clip" title={version}>
          {version.length > 48 ? `${version.slice(0, 22)}…${version.slice(-22)}` : version}
        </code>
        {colour !== '' && <span className="mw-muted"> {t('colour', { colour })}</span>}
        {reason !== '' && <div className="mw-muted">{reason}</div>}
      </td>
      <td>{deployment.environment}</td>
      <td>{deployment.by === '' ? '–' : deployment.by}</td>
      <td className="mw-right">{finishedAt === null ? '–' : formatDuration(Math.round((finishedAt - startedAt) / 1000))}</td>
      <td className="mw-right">
        <RelativeTime ms={startedAt} />
      </td>
    </tr>
  );
}
