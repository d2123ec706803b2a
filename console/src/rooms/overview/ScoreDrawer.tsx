import { useTranslation } from 'react-i18next';
import type { Indicator, Score } from '@/api/overview';
import { HrefLink } from '@/app/HrefLink';
import { useLocale } from '@/i18n/locale';
import { formatPercent, formatUnit } from '@/lib/format';
import { Drawer } from '@/ui/Drawer';
import { levelTextColor } from '@/ui/levels';
import { levelOfScore, metricLink, points, standing } from './score';
import { Meter } from './ScorePanel';
import { indicatorName } from './words';

export interface ScoreDrawerProps {
  readonly score: Score;
  /** The part to begin with. */
  readonly part: string;
  readonly onPart: (part: string) => void;
  readonly onClose: () => void;
}

/** How the score is made: each part, its indicators with their bounds, and what would raise the whole. */
export function ScoreDrawer({ score, part, onPart, onClose }: ScoreDrawerProps) {
  const { t } = useTranslation('overview');
  const locale = useLocale();
  const at = score.parts.findIndex(({ id }) => id === part);
  const before = score.parts[at - 1];
  const after = score.parts[at + 1];
  const shown = score.parts[at] ?? score.parts[0];
  return (
    <Drawer
      title={shown === undefined ? t('score.details') : `${t('score.details')} · ${t(`part.long.${shown.id}`)}`}
      onClose={onClose}
      onPrevious={before === undefined ? undefined : () => onPart(before.id)}
      onNext={after === undefined ? undefined : () => onPart(after.id)}
    >
      {shown !== undefined && (
        <>
          <div className="mw-row mw-wrap" style={{ gap: 16 }}>
            <span style={{ fontSize: 'var(--mw-size-28)', fontWeight: 600, color: levelTextColor(levelOfScore(shown.score)) }}>
              {points(shown.score) ?? '–'}
            </span>
            <span className="mw-muted">{t('part.weight', { percent: formatPercent(shown.weight, 0) })}</span>
            <span className="mw-muted">
              {t('part.contribution', { points: shown.contribution === null ? '–' : (shown.contribution * 100).toFixed(1) })}
            </span>
          </div>
          <div className="mw-scroll" style={{ marginTop: 8 }}>
            <table className="mw-table">
              <thead>
                <tr>
                  <th>{t('indicator.column.name')}</th>
                  <th className="mw-right">{t('indicator.column.value')}</th>
                  <th>{t('indicator.column.bounds')}</th>
                  <th className="mw-right">{t('indicator.column.score')}</th>
                </tr>
              </thead>
              <tbody>
                {shown.indicators.map((indicator) => (
                  <IndicatorRow key={indicator.id} indicator={indicator} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      <p>
        <HrefLink href={metricLink(`mallwatch_business_health_score{part=~"overall|${part}"}`)}>
          {t('score.history')}
        </HrefLink>
      </p>
      <h3>{t('score.advice')}</h3>
      {score.recommendations.length === 0 && <span className="mw-muted">{t('score.noAdvice')}</span>}
      {score.recommendations.map((advice) => (
        <div key={advice.id} className="mw-row" style={{ minHeight: 28, alignItems: 'baseline' }}>
          <span className="mw-strong" style={{ color: 'var(--mw-ok-text)', minWidth: 48 }}>
            {t('score.gain', { points: Math.max(1, Math.round(advice.gain * 100)) })}
          </span>
          <HrefLink href={advice.link}>{locale === 'zh-CN' ? advice.text.zh : advice.text.en}</HrefLink>
        </div>
      ))}
    </Drawer>
  );
}

function IndicatorRow({ indicator }: { readonly indicator: Indicator }) {
  const { t } = useTranslation('overview');
  const locale = useLocale();
  const written = (value: number) => formatUnit(value, indicator.unit, locale);
  const name = indicatorName(indicator.id, t);
  return (
    <tr>
      <td>
        {indicator.query === '' ? (
          name
        ) : (
          <HrefLink href={metricLink(indicator.query)} title={indicator.query}>
            {name}
          </HrefLink>
        )}
      </td>
      <td className="mw-right">
        {indicator.value === null ? <span className="mw-muted">{t('part.noData')}</span> : written(indicator.value)}
      </td>
      <td>
        <span className="mw-row">
          <span className="mw-muted" style={{ whiteSpace: 'nowrap' }}>
            {written(indicator.bad)}
          </span>
          <Meter share={standing(indicator)} />
          <span className="mw-muted" style={{ whiteSpace: 'nowrap' }}>
            {written(indicator.good)}
          </span>
        </span>
      </td>
      <td className="mw-right mw-strong">{points(indicator.score) ?? '–'}</td>
    </tr>
  );
}
