import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Board, BusinessFigure, Text, Way } from '@/api/business';
import { HrefLink } from '@/app/HrefLink';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatPercent } from '@/lib/format';
import { formatTime } from '@/lib/time';
import { CopyText } from '@/ui/CopyText';
import { Drawer } from '@/ui/Drawer';
import { Badge } from '@/ui/LevelBadge';
import { disagrees, figureText, partText } from './business';
import { ForecastView } from './ForecastView';
import { metricLink } from './score';

export interface FigureDrawerProps {
  readonly board: Board;
  readonly id: string;
  readonly onFigure: (id: string) => void;
  readonly onClose: () => void;
}

/** What a figure is: its value by both ways, its formula, and what zero and nothing mean. */
export function FigureDrawer({ board, id, onFigure, onClose }: FigureDrawerProps) {
  const { t } = useTranslation('overview');
  const locale = useLocale();
  const at = board.figures.findIndex((figure) => figure.id === id);
  const figure = board.figures[at] ?? board.figures[0];
  const before = board.figures[at - 1];
  const after = board.figures[at + 1];
  const said = (text: Text) => (locale === 'zh-CN' ? text.zh : text.en);
  if (figure === undefined) return null;
  return (
    <Drawer
      title={said(figure.name)}
      onClose={onClose}
      onPrevious={before === undefined ? undefined : () => onFigure(before.id)}
      onNext={after === undefined ? undefined : () => onFigure(after.id)}
    >
      <div className="mw-row mw-wrap" style={{ gap: 12 }}>
        <span style={{ fontSize: 'var(--mw-size-28)', fontWeight: 600 }}>
          {figure.source === 'none' ? t('figures.none') : figureText(figure, locale)}
        </span>
        <span className="mw-muted">{t(`figures.window.${figure.window}`)}</span>
        <Badge level={figure.source === 'none' ? 'unknown' : 'info'}>{t(`figures.source.${figure.source}`)}</Badge>
        {disagrees(figure) && <Badge level="warning">{t('figures.differ', { percent: formatPercent(figure.difference) })}</Badge>}
      </div>
      <Parts figure={figure} />
      {figure.id === 'dailyGMV' && <ForecastView />}
      <h3>{t('figures.meaning')}</h3>
      <dl style={{ margin: 0 }}>
        <Fact name={t('figures.formula')}>{said(figure.formula)}</Fact>
        <Fact name={t('figures.zero')}>{said(figure.zero)}</Fact>
        <Fact name={t('figures.missing')}>{said(figure.missing)}</Fact>
        <Fact name={t('figures.requirement')}>{figure.requirement}</Fact>
        <Fact name={t('figures.series')}>
          <HrefLink href={metricLink(figure.series)}>{figure.series}</HrefLink>
        </Fact>
      </dl>
      <WayView name={t('figures.source.database')} figure={figure} way={figure.database} />
      <WayView name={t('figures.source.metrics')} figure={figure} way={figure.metrics} />
      {figure.difference !== null && (
        <p className="mw-muted">{t('figures.compared', { percent: formatPercent(figure.difference, 2) })}</p>
      )}
    </Drawer>
  );
}

function Parts({ figure }: { readonly figure: BusinessFigure }) {
  const locale = useLocale();
  return figure.parts.length === 0 ? null : (
    <table className="mw-table">
      <tbody>
        {figure.parts.map((part) => (
          <tr key={part.name}>
            <td className="mw-mono">{part.name}</td>
            <td className="mw-right">{partText(figure, part.value, locale)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div style={{ marginBottom: 6 }}>
      <dt className="mw-tile-name">{name}</dt>
      <dd style={{ margin: 0 }}>{children}</dd>
    </div>
  );
}

function WayView({ name, figure, way }: { readonly name: string; readonly figure: BusinessFigure; readonly way: Way | null }) {
  const { t } = useTranslation('overview');
  const locale = useLocale();
  const timeZone = useTimeZone();
  return (
    <>
      <h3>{name}</h3>
      {way === null ? (
        <span className="mw-muted">{t('figures.noWay')}</span>
      ) : (
        <>
          <div className="mw-row mw-wrap">
            {way.reason === null ? (
              way.value !== null && <span className="mw-strong">{partText(figure, way.value, locale)}</span>
            ) : (
              <Badge level="warning" icon>
                {way.reason}
              </Badge>
            )}
            <span className="mw-muted">{formatTime(way.at, locale, timeZone)}</span>
          </div>
          <CopyText text={way.query} />
        </>
      )}
    </>
  );
}
