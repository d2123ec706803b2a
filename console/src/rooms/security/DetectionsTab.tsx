import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fetchDetections } from '@/api/security';
import { useUrlState } from '@/app/urlState';
import { useLocale } from '@/i18n/locale';
import { Badge, LevelBadge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/RelativeTime';
import { inWords } from './findings';

/** Everything that is looked for, whether it is on, and when it found something last. */
export function DetectionsTab() {
  const { t } = useTranslation('security');
  const locale = useLocale();
  const url = useUrlState();
  const query = useQuery({ queryKey: ['detections'], queryFn: ({ signal }) => fetchDetections(signal) });
  return (
    <Panel title={t('tab.detections')} flush query={query}>
      <div className="mw-scroll">
        <table className="mw-table">
          <thead>
            <tr>
              <th>{t('column.detection')}</th>
              <th>{t('column.meaning')}</th>
              <th>{t('column.level')}</th>
              <th>{t('column.origin')}</th>
              <th className="mw-right">{t('column.hits')}</th>
              <th className="mw-right">{t('column.last')}</th>
            </tr>
          </thead>
          <tbody>
            {(query.data ?? []).map(({ id, title, meaning, levels, origin, enabled, hits, lastAt }) => (
              <tr key={id} data-opens onClick={() => url.set({ tab: undefined, detection: id })}>
                <td>
                  <div className="mw-strong">{inWords(title, locale)}</div>
                  <span className="mw-muted">{id}</span>
                </td>
                <td style={{ whiteSpace: 'normal', minWidth: 280 }}>{inWords(meaning, locale)}</td>
                <td>
                  {levels.map((level) => (
                    <LevelBadge key={level} level={level} />
                  ))}
                </td>
                <td>
                  {origin === 'built-in' ? t('builtIn') : origin} {!enabled && <Badge level="unknown">{t('off')}</Badge>}
                </td>
                <td className="mw-right">{hits}</td>
                <td className="mw-right">{lastAt === null ? <span className="mw-muted">{t('never')}</span> : <RelativeTime ms={lastAt} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
