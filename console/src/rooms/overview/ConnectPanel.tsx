import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Board } from '@/api/business';
import type { Overview } from '@/api/overview';
import { LevelIcon } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { SkeletonRows } from '@/ui/states';
import { arrived, SIGNALS, type Signal } from './business';

export interface ConnectPanelProps {
  readonly query: UseQueryResult<Overview>;
  readonly figures: UseQueryResult<Board>;
  readonly onOpen: (signal: Signal) => void;
}

/** What of one's own mall has arrived, and what has not; each opens into what to paste. */
export function ConnectPanel({ query, figures, onOpen }: ConnectPanelProps) {
  const { t } = useTranslation('overview');
  const arrivals = SIGNALS.map((signal) => ({ signal, ...arrival(signal, query.data, figures.data) }));
  const come = arrivals.filter(({ here }) => here).length;
  return (
    <Panel
      className="mw-span-3"
      title={t('connect.title')}
      hint={t('connect.hint', { come, all: SIGNALS.length })}
      query={query}
      skeleton={<SkeletonRows rows={4} />}
    >
      {arrivals.map(({ signal, here, from }) => (
        <button key={signal} type="button" className="mw-score-part" style={{ width: '100%' }} onClick={() => onOpen(signal)}>
          <LevelIcon level={here ? 'ok' : 'unknown'} />
          <span style={{ flex: 'none' }}>{t(`connect.signal.${signal}`)}</span>
          <span className="mw-clip mw-grow mw-muted">{here ? from : t(`connect.missing.${signal}`)}</span>
          <span style={{ color: 'var(--mw-accent)', flex: 'none' }}>{here ? t('connect.more') : t('connect.how')}</span>
        </button>
      ))}
    </Panel>
  );
}

function arrival(signal: Signal, overview: Overview | undefined, board: Board | undefined): { here: boolean; from: string } {
  if (signal === 'database') {
    return { here: board?.database.answers ?? false, from: board?.database.where ?? '' };
  }
  const sources = arrived(overview?.freshness ?? [], signal);
  return { here: sources.length > 0, from: sources.slice(0, 4).join(' · ') };
}
