import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/lib/format';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { useNow } from '@/ui/useNow';
import { LineDrawer } from './LineDrawer';
import styles from './logs.module.css';
import { LogList } from './LogList';
import { markTerms } from './queryText';
import { rate, TAIL_LIMIT } from './tail';
import type { LogUrl } from './useLogUrl';
import { useTail } from './useTail';

/** Lines as they are written, newest on top. Opening one pauses. */
export function LiveList({ view }: { view: LogUrl }) {
  const { t } = useTranslation('logs');
  const { state, connection, pause } = useTail(view.q, view.levels, view.services);
  const now = useNow();
  const [opened, setOpened] = useState<string | undefined>(undefined);
  const terms = useMemo(() => markTerms(view.q), [view.q]);
  const perSecond = rate(state, now);
  const at = state.rows.findIndex(({ id }) => id === opened);
  const row = state.rows[at];
  const step = (by: number): (() => void) | undefined => {
    const next = state.rows[at + by];
    return next === undefined ? undefined : () => setOpened(next.id);
  };
  return (
    <div className={styles.results}>
      <Panel
        className={styles.listPanel}
        flush
        title={
          <span className="mw-row">
            {t('liveTitle')}
            {connection === 'open' && !state.paused && <Badge level="ok">{t('connected')}</Badge>}
            {connection === 'open' && state.paused && <Badge level="info">{t('paused')}</Badge>}
            {connection === 'connecting' && <Badge level="unknown">{t('connecting')}</Badge>}
            {connection === 'lost' && <Badge level="warning">{t('lost')}</Badge>}
          </span>
        }
        hint={t('rate', { rate: perSecond.toFixed(1) })}
        partial={[
          state.dropped > 0 ? t('dropped', { count: state.dropped, limit: TAIL_LIMIT }) : '',
          state.lost > 0 ? t('serverLost', { count: state.lost }) : '',
        ]
          .join(' ')
          .trim()}
        actions={
          <Button
            variant="default"
            leftSection={state.paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
            onClick={() => pause(!state.paused)}
          >
            {state.paused
              ? t('resume', { count: state.waiting.length, text: formatCount(state.waiting.length) })
              : t('pause')}
          </Button>
        }
        empty={
          state.rows.length === 0 && <EmptyState>{connection === 'lost' ? t('lostHint') : t('waiting')}</EmptyState>
        }
      >
        <LogList
          rows={state.rows}
          terms={terms}
          selected={opened}
          onOpen={(id) => {
            pause(true);
            setOpened(id);
          }}
          onScrolled={(scrolled) => {
            if (scrolled && !state.paused) pause(true);
          }}
        />
      </Panel>
      {row !== undefined && (
        <LineDrawer
          row={row}
          view={view}
          onClose={() => setOpened(undefined)}
          onPrevious={step(-1)}
          onNext={step(1)}
          onOpen={setOpened}
        />
      )}
    </div>
  );
}
