import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Board, BusinessFigure } from '@/api/business';
import { useLocale } from '@/i18n/locale';
import { LevelIcon } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { SkeletonRows } from '@/ui/states';
import { disagrees, figureText } from './business';

export interface FiguresPanelProps {
  readonly query: UseQueryResult<Board>;
  readonly onOpen: (id: string) => void;
}

/** All 27 figures of users and transactions; each opens into what it is and where it comes from. */
export function FiguresPanel({ query, onOpen }: FiguresPanelProps) {
  const { t } = useTranslation('overview');
  const figures = query.data?.figures ?? [];
  const known = figures.filter(({ source }) => source !== 'none').length;
  return (
    <Panel
      className="mw-whole"
      title={t('figures.title')}
      hint={query.data === undefined ? undefined : t('figures.hint', { known, all: figures.length })}
      query={query}
      skeleton={<SkeletonRows rows={5} />}
    >
      {(['users', 'transactions'] as const).map((group) => (
        <div key={group}>
          <div className="mw-tile-name">{t(`figures.${group}`)}</div>
          <div className="mw-sources">
            {figures
              .filter((figure) => figure.group === group)
              .map((figure) => (
                <FigureButton key={figure.id} figure={figure} onOpen={onOpen} />
              ))}
          </div>
        </div>
      ))}
    </Panel>
  );
}

function FigureButton({ figure, onOpen }: { readonly figure: BusinessFigure; readonly onOpen: (id: string) => void }) {
  const { t } = useTranslation('overview');
  const locale = useLocale();
  const name = locale === 'zh-CN' ? figure.name.zh : figure.name.en;
  return (
    <button type="button" className="mw-score-part" onClick={() => onOpen(figure.id)} title={`${name} · ${t(`figures.source.${figure.source}`)}`}>
      <span className="mw-clip mw-grow mw-muted">{name}</span>
      {disagrees(figure) && <LevelIcon level="warning" size={12} />}
      <span className={figure.source === 'none' ? 'mw-muted' : 'mw-strong'}>
        {figure.source === 'none' ? t('figures.none') : figureText(figure, locale)}
      </span>
    </button>
  );
}
