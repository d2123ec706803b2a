import { useTranslation } from 'react-i18next';
import { Badge } from '@/ui/LevelBadge';
import type { PanelReport, Report } from './report';

/** The import report: how many panels are drawn, which metrics nothing emits yet. */
export function ReportView({ report }: { report: Report }) {
  const { t } = useTranslation('dashboards');
  const { panels, drawn, metrics, missing } = report;
  return (
    <section aria-label={t('report.title')} className="mw-stack">
      <p>
        {t('report.drawn', { drawn, count: panels.length })} {t('report.metrics', { found: metrics.length - missing.length, count: metrics.length })}
      </p>
      {missing.length > 0 && (
        <details>
          <summary>{t('report.missing', { count: missing.length })}</summary>
          <p className="mw-muted">{t('report.whatToDo')}</p>
          <ul className="mw-mono">
            {missing.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </details>
      )}
      <table className="mw-dash-report">
        <thead>
          <tr>
            <th scope="col">{t('report.panel')}</th>
            <th scope="col">{t('report.type')}</th>
            <th scope="col">{t('report.state')}</th>
          </tr>
        </thead>
        <tbody>
          {panels.map((panel, index) => (
            <tr key={`${panel.id}-${index}`}>
              <td>{panel.title || `#${panel.id}`}</td>
              <td className="mw-mono">{panel.type}</td>
              <td>
                <State panel={panel} />
                {panel.transformations.length > 0 && <span className="mw-muted"> {t('report.transformations', { names: panel.transformations.join(', ') })}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function State({ panel }: { panel: PanelReport }) {
  const { t } = useTranslation('dashboards');
  if (!panel.drawn) return <Badge level="warning">{t('report.asTable')}</Badge>;
  if (panel.foreign.length > 0) return <Badge level="warning">{t('report.foreign', { source: panel.foreign.join(', ') })}</Badge>;
  if (panel.missing.length > 0) return <Badge level="info">{t('report.noData', { names: panel.missing.slice(0, 3).join(', ') })}</Badge>;
  return <Badge level="ok">{t('report.ok')}</Badge>;
}
