import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Rehearsal, rehearseRules } from '@/api/rules';
import { useLocale } from '@/i18n/locale';
import { formatDuration, formatNumber } from '@/lib/format';
import { LabelChips } from '@/ui/Chips';
import { Panel } from '@/ui/Panel';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { barsOf } from './trial';

export interface RehearsalPanelProps {
  /** A rule file with one alert. */
  readonly text: string;
  readonly days: number;
  readonly onCancel: () => void;
}

const MOST_ROWS = 30;

/** How often the rule would have fired, when, and who would have been told; leaving it stops the work. */
export function RehearsalPanel({ text, days, onCancel }: RehearsalPanelProps) {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation('common');
  const query = useQuery({
    queryKey: ['rehearsal', text, days],
    queryFn: ({ signal }) => rehearseRules(text, days, signal),
    retry: false,
    staleTime: 60_000,
    gcTime: 60_000,
  });
  const rehearsal = query.data?.[0];
  return (
    <Panel
      title={t('trial.rehearsal')}
      query={query}
      partial={rehearsal?.cut === true ? t('trial.cut') : undefined}
      actions={
        query.isFetching && (
          <Button variant="default" size="xs" onClick={onCancel}>
            {common('action.cancel')}
          </Button>
        )
      }
    >
      {rehearsal !== undefined && <Told rehearsal={rehearsal} days={days} />}
    </Panel>
  );
}

function Told({ rehearsal, days }: { readonly rehearsal: Rehearsal; readonly days: number }) {
  const { t } = useTranslation('alerts');
  const locale = useLocale();
  const { shortestSeconds: shortest, longestSeconds: longest } = rehearsal;
  return (
    <div className="mw-stack">
      <div className="mw-strong">
        {rehearsal.total === 0
          ? t('trial.never', { days })
          : t('trial.fired', {
              count: rehearsal.total,
              days,
              shortest: formatDuration(shortest),
              longest: formatDuration(longest),
            })}
      </div>
      {rehearsal.pendings > 0 && <div className="mw-muted">{t('trial.pendings', { count: rehearsal.pendings })}</div>}
      <Timeline rehearsal={rehearsal} />
      {rehearsal.told.map((told) => (
        <div key={told.receiver}>{t('trial.told', { ...told })}</div>
      ))}
      {rehearsal.firings.length > 0 && (
        <div className="mw-scroll" style={{ maxHeight: 220 }}>
          <table className="mw-table">
            <thead>
              <tr>
                <th>{t('trial.column.at')}</th>
                <th className="mw-right">{t('trial.column.lasted')}</th>
                <th className="mw-right">{t('trial.column.value')}</th>
                <th>{t('drawer.labels')}</th>
              </tr>
            </thead>
            <tbody>
              {rehearsal.firings.slice(0, MOST_ROWS).map((firing) => (
                <tr key={`${firing.firedAt}:${JSON.stringify(firing.labels)}`}>
                  <td style={{ whiteSpace: 'nowrap' }}>
                    <AbsoluteTime ms={firing.firedAt} />
                  </td>
                  <td className="mw-right">
                    {formatDuration(((firing.endedAt ?? rehearsal.to) - firing.firedAt) / 1000)}
                    {firing.endedAt === null && ` ${t('trial.still')}`}
                  </td>
                  <td className="mw-right">{formatNumber(firing.value, locale)}</td>
                  <td>
                    <LabelChips labels={firing.labels} without={['alertname', 'severity']} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function Timeline({ rehearsal }: { readonly rehearsal: Rehearsal }) {
  const { t } = useTranslation('alerts');
  return (
    <div>
      <svg
        role="img"
        aria-label={t('trial.rehearsal')}
        viewBox="0 0 1 1"
        preserveAspectRatio="none"
        style={{ width: '100%', height: 28, background: 'var(--mw-hover)', borderRadius: 'var(--mw-radius)' }}
      >
        {barsOf(rehearsal).map(({ start, width }) => (
          <rect key={start} x={start} y={0} width={width} height={1} fill="var(--mw-critical)" />
        ))}
      </svg>
      <div className="mw-row mw-muted" style={{ justifyContent: 'space-between' }}>
        <AbsoluteTime ms={rehearsal.from} />
        <AbsoluteTime ms={rehearsal.to} />
      </div>
    </div>
  );
}
