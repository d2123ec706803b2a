import { Tooltip } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Overview, Score, ScorePart } from '@/api/overview';
import { HrefLink } from '@/app/HrefLink';
import { Ring } from '@/charts/Ring';
import { useLocale } from '@/i18n/locale';
import { formatPercent } from '@/lib/format';
import { Badge } from '@/ui/LevelBadge';
import { levelColor, levelTextColor } from '@/ui/levels';
import { Panel } from '@/ui/Panel';
import { EmptyState, Skeleton } from '@/ui/states';
import { cappingIndicator, levelOfScore, points, scoreLevel } from './score';
import { indicatorName } from './words';

export interface ScorePanelProps {
  readonly query: UseQueryResult<Overview>;
  readonly onOpen: (part: string) => void;
}

export function ScorePanel({ query, onOpen }: ScorePanelProps) {
  const { t } = useTranslation('overview');
  const score = query.data?.score;
  const unknown = score !== undefined && score.overall === null && score.parts.every((part) => part.score === null);
  return (
    <Panel
      className="mw-span-3"
      title={t('score.title')}
      query={query}
      skeleton={<Skeleton height={148} />}
      empty={unknown && <EmptyState action={<span>{t('score.unknownHint')}</span>}>{t('score.unknown')}</EmptyState>}
    >
      {score !== undefined && <ScoreBody score={score} onOpen={onOpen} />}
    </Panel>
  );
}

function ScoreBody({ score, onOpen }: { readonly score: Score; readonly onOpen: (part: string) => void }) {
  const { t } = useTranslation('overview');
  const locale = useLocale();
  const shown = points(score.overall);
  const word = t(`score.level.${score.level}`);
  const level = scoreLevel(score.level);
  const advice = score.recommendations[0];
  return (
    <div className="mw-score">
      <span title={t('score.ringLabel', { points: shown ?? '–', level: word })}>
        <Ring value={score.overall} level={level} label={shown === null ? '–' : String(shown)} />
      </span>
      <div style={{ minWidth: 0 }}>
        <div className="mw-score-word" style={{ color: levelTextColor(level) }}>
          {word}
        </div>
        <Tooltip label={t('score.confidenceHint')} multiline maw={300}>
          <span className="mw-muted">{t('score.confidence', { percent: formatPercent(score.confidence, 0) })}</span>
        </Tooltip>
        {score.cappedBy !== null && (
          <div>
            <Badge level="critical" title={t('score.cappedHint')}>
              {t('score.capped', { name: indicatorName(cappingIndicator(score.cappedBy), t) })}
            </Badge>
          </div>
        )}
      </div>
      <div className="mw-score-parts">
        {score.parts.map((part) => (
          <PartButton key={part.id} part={part} onOpen={onOpen} />
        ))}
      </div>
      {advice !== undefined && (
        <div className="mw-score-advice">
          <span className="mw-strong" style={{ color: 'var(--mw-ok-text)', whiteSpace: 'nowrap' }}>
            {t('score.gain', { points: Math.max(1, Math.round(advice.gain * 100)) })}
          </span>
          <HrefLink href={advice.link} className="mw-grow" style={{ display: 'flex', alignItems: 'center' }}>
            <span>{locale === 'zh-CN' ? advice.text.zh : advice.text.en}</span>
            <IconChevronRight size={14} aria-hidden style={{ flex: 'none' }} />
          </HrefLink>
        </div>
      )}
    </div>
  );
}

function PartButton({ part, onOpen }: { readonly part: ScorePart; readonly onOpen: (part: string) => void }) {
  const { t } = useTranslation('overview');
  const shown = points(part.score);
  const name = t(`part.${part.id}`);
  return (
    <button type="button" className="mw-score-part" onClick={() => onOpen(part.id)} aria-label={`${name} ${shown ?? t('part.noData')}`}>
      <span className="mw-muted">{name}</span>
      <Meter share={part.score} />
      <span className="mw-strong">{shown ?? '–'}</span>
    </button>
  );
}

export function Meter({ share }: { readonly share: number | null }) {
  return (
    <span className="mw-meter" aria-hidden>
      <span style={{ width: `${(share ?? 0) * 100}%`, background: levelColor(levelOfScore(share)) }} />
    </span>
  );
}
