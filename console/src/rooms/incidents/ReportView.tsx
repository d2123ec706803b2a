import { SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchIncidentReport, type IncidentFigures } from '@/api/incidents';
import { formatDuration } from '@/lib/format';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';

const DAYS = [7, 30, 90] as const;
const DAY_MS = 86_400_000;

/** How soon incidents were answered and ended, and which rules make noise. */
export function ReportView() {
  const { t } = useTranslation('incidents');
  const [days, setDays] = useState<number>(30);
  const query = useQuery({
    queryKey: ['incidentReport', days],
    queryFn: ({ signal }) => fetchIncidentReport(Date.now() - days * DAY_MS, Date.now(), signal),
    placeholderData: keepPreviousData,
  });
  const report = query.data;
  const rows: (readonly [string, IncidentFigures])[] =
    report === undefined
      ? []
      : [[t('report.all'), report.all], ...Object.entries(report.byPriority), ...Object.entries(report.byService)];
  return (
    <div className="mw-stack">
      <Panel
        title={t('report.title')}
        flush
        query={query}
        actions={
          <SegmentedControl
            value={String(days)}
            onChange={(next) => setDays(Number(next))}
            data={DAYS.map((count) => ({ value: String(count), label: t('report.days', { count }) }))}
          />
        }
        empty={report?.all.incidents === 0 && <EmptyState>{t('report.empty')}</EmptyState>}
      >
        <div className="mw-scroll">
          <table className="mw-table">
            <thead>
              <tr>
                <th>{t('report.name')}</th>
                <th className="mw-right">{t('report.incidents')}</th>
                <th className="mw-right">{t('report.mtta')}</th>
                <th className="mw-right">{t('report.mttr')}</th>
                <th className="mw-right">{t('report.late')}</th>
                <th className="mw-right">{t('report.overdue')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, figures]) => (
                <tr key={name}>
                  <td>{name}</td>
                  <td className="mw-right">{figures.incidents}</td>
                  <td className="mw-right">{formatDuration(figures.meanSecondsToAcknowledge)}</td>
                  <td className="mw-right">{formatDuration(figures.meanSecondsToResolve)}</td>
                  <td className="mw-right">{figures.responseBreaches}</td>
                  <td className="mw-right">{figures.resolutionBreaches}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
      <Panel title={t('report.rules')} flush query={query} empty={report?.rules.length === 0 && <EmptyState>{t('report.noRules')}</EmptyState>}>
        <div className="mw-scroll">
          <table className="mw-table">
            <thead>
              <tr>
                <th>{t('report.rule')}</th>
                <th className="mw-right">{t('report.incidents')}</th>
                <th className="mw-right">{t('report.short')}</th>
                <th className="mw-right">{t('report.never')}</th>
                <th className="mw-right">{t('report.again')}</th>
              </tr>
            </thead>
            <tbody>
              {report?.rules.map((one) => (
                <tr key={one.rule}>
                  <td>{one.rule}</td>
                  <td className="mw-right">{one.incidents}</td>
                  <td className="mw-right">{one.shortLived}</td>
                  <td className="mw-right">{one.neverAcknowledged}</td>
                  <td className="mw-right">{one.reopened}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </div>
  );
}
