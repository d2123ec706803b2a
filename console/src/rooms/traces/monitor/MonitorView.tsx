import { Select } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { useMarks } from '@/app/useMarks';
import { TimeSeries } from '@/charts/TimeSeries';
import { useLocale } from '@/i18n/locale';
import { formatDuration, formatPercent, formatUnit } from '@/lib/format';
import { tracesHref } from '@/lib/links';
import { stepSeconds } from '@/lib/time';
import { fetchServices } from '@/rooms/traces/api';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { fetchFamily, type FamilyQuery } from './fetchRed';
import { lines, operations, SORTS, type OperationRed, type Sort } from './red';

const CHART_PX = 480;
const LEAST_RATE_MS = 120_000;
const QUANTILES = [0.5, 0.95, 0.99] as const;
const MOST_ROWS = 200;

/** One service: calls, errors and durations over time, and which of its operations matter. */
export function MonitorView() {
  const { t } = useTranslation('traces');
  const url = useUrlState();
  const services = useQuery({ queryKey: ['trace-services'], queryFn: ({ signal }) => fetchServices(signal), staleTime: 30_000 });
  const known = services.data ?? [];
  const service = url.get('service') ?? known[0] ?? '';
  return (
    <>
      <Select
        label={t('service')}
        data={known.includes(service) || service === '' ? known : [service, ...known]}
        value={service === '' ? null : service}
        onChange={(value) => url.set({ service: value ?? undefined })}
        searchable
        allowDeselect={false}
        maw={320}
        nothingFoundMessage={t('noService')}
      />
      {service === '' ? (
        <Panel label={t('tab.monitor')} query={services} empty={<EmptyState>{t('empty')}</EmptyState>}>
          {null}
        </Panel>
      ) : (
        <ServiceRed service={service} />
      )}
    </>
  );
}

function ServiceRed({ service }: { service: string }) {
  const { t } = useTranslation('traces');
  const url = useUrlState();
  const range = useTimeRange();
  const { fromMs, toMs } = range.resolved;
  const stepMs = stepSeconds(toMs - fromMs, CHART_PX) * 1000;
  const over = { service, byOperation: false, fromMs, toMs, stepMs, ratePerMs: Math.max(LEAST_RATE_MS, stepMs * 4) };
  const whole = { service, byOperation: true, fromMs: toMs - 1, toMs, stepMs: 1, ratePerMs: toMs - fromMs };
  const charts = useFamilies('trace-red', [
    { ...over, what: 'calls' },
    { ...over, what: 'errors' },
    ...QUANTILES.map((quantile) => ({ ...over, what: 'latencies' as const, quantile })),
  ]);
  const table = useFamilies('trace-red-operations', [
    { ...whole, what: 'calls' },
    { ...whole, what: 'errors' },
    { ...whole, what: 'latencies', quantile: 0.95 },
  ]);
  const marks = useMarks(fromMs, toMs);
  const sort = SORTS.find((one) => one === url.get('by')) ?? 'impact';
  const [calls = [], errors = [], ...latencies] = charts.data ?? [];
  const rows = operations(table.data?.[0] ?? [], table.data?.[1] ?? [], table.data?.[2] ?? [], sort);
  const durations = latencies.flatMap((family, at) => lines(family, 0.001, `p${Math.round((QUANTILES[at] ?? 0) * 100)}`));
  const nothing = calls.length === 0 && <EmptyState>{t('monitor.nothing')}</EmptyState>;
  const drawn = [
    ['rate', lines(calls), 'rate'],
    ['errors', lines(errors), 'ratio'],
    ['durations', durations, 'seconds'],
  ] as const;
  return (
    <>
      <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(280px, 1fr))', gap: 12, alignItems: 'start' }}>
        {drawn.map(([name, series, unit]) => (
          <Panel key={name} title={t(`monitor.${name}`)} query={charts} empty={nothing}>
            <TimeSeries
              label={t(`monitor.${name}`)}
              series={series}
              unit={unit}
              height={150}
              from={fromMs}
              to={toMs}
              annotations={marks}
              onZoom={range.zoom}
              legend={name === 'durations'}
            />
          </Panel>
        ))}
      </div>
      <Panel
        title={t('monitor.operations')}
        hint={t('monitor.hint')}
        query={table}
        flush
        empty={rows.length === 0 && <EmptyState>{t('monitor.nothing')}</EmptyState>}
      >
        <Operations rows={rows} sort={sort} onSort={(by) => url.set({ by: by === 'impact' ? undefined : by }, { replace: true })} />
      </Panel>
    </>
  );
}

function useFamilies(name: string, queries: readonly FamilyQuery[]) {
  return useQuery({
    queryKey: [name, queries],
    queryFn: ({ signal }) => Promise.all(queries.map((query) => fetchFamily(query, signal))),
    placeholderData: keepPreviousData,
  });
}

function Operations({ rows, sort, onSort }: { rows: readonly OperationRed[]; sort: Sort; onSort: (sort: Sort) => void }) {
  const { t } = useTranslation('traces');
  const locale = useLocale();
  const most = Math.max(1e-12, ...rows.map(({ impact }) => impact));
  return (
    <div className="mw-scroll">
      <table className="mw-table">
        <thead>
          <tr>
            <th>{t('operation')}</th>
            {SORTS.toReversed().map((one) => (
              <th key={one} className="mw-right" aria-sort={one === sort ? 'descending' : 'none'}>
                <button type="button" className="mw-plain-button" onClick={() => onSort(one)}>
                  {t(`red.${one}`)}
                  {one === sort ? ' ↓' : ''}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row) => (
            <tr key={row.operation}>
              <td>
                <HrefLink href={tracesHref({ service: row.service, operation: row.operation })}>{row.operation}</HrefLink>
              </td>
              <td className="mw-right">
                <HrefLink href={tracesHref({ ...named(row), minDuration: slowText(row), sort: 'longest' })}>
                  {formatDuration(row.p95Seconds)}
                </HrefLink>
              </td>
              <td className="mw-right">
                {row.errors > 0 ? (
                  <HrefLink href={tracesHref({ ...named(row), errors: 'true' })}>{formatPercent(row.errors)}</HrefLink>
                ) : (
                  <span className="mw-muted">{formatPercent(row.errors)}</span>
                )}
              </td>
              <td className="mw-right">{formatUnit(row.rate, 'rate', locale)}</td>
              <td className="mw-right">{formatPercent(row.impact / most, 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function named(row: OperationRed): { service: string; operation: string } {
  return { service: row.service, operation: row.operation };
}

function slowText(row: OperationRed): string | undefined {
  return Number.isFinite(row.p95Seconds) ? `${Math.max(1, Math.floor(row.p95Seconds * 1000))}ms` : undefined;
}
