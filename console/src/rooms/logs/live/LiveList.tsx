import { Button, Select } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/lib/format';
import { LineDrawer } from '@/rooms/logs/drawer/LineDrawer';
import { LogList } from '@/rooms/logs/list/LogList';
import styles from '@/rooms/logs/logs.module.css';
import { markTerms } from '@/rooms/logs/queryText';
import { TAIL_RATES, type LogUrl } from '@/rooms/logs/useLogUrl';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { useNow } from '@/ui/useNow';
import { isGap, rate, TAIL_LIMIT, type Gap } from './tail';
import { useTail, type Connection } from './useTail';

/** Lines as they are written, newest on top. Opening one pauses. */
export function LiveList({ view }: { view: LogUrl }) {
  const { t } = useTranslation('logs');
  const { state, connection, pause, fill } = useTail(view, view.rate);
  const now = useNow();
  const [opened, setOpened] = useState<string | undefined>(undefined);
  const [unfilled, setUnfilled] = useState(false);
  const terms = useMemo(() => markTerms(view.q), [view.q]);
  const at = state.rows.findIndex(({ id }) => id === opened);
  const item = state.rows[at];
  const step = (by: 1 | -1): (() => void) | undefined => {
    for (let to = at + by; ; to += by) {
      const next = state.rows[to];
      if (next === undefined) return undefined;
      if (!isGap(next)) return () => setOpened(next.id);
    }
  };
  const onGap = (gap: Gap): void => {
    fill(gap).then((whole) => setUnfilled(!whole), () => setUnfilled(true));
  };
  const reasons = [
    state.dropped > 0 ? t('dropped', { count: state.dropped, limit: TAIL_LIMIT }) : '',
    state.lost > 0 ? t('serverLost', { count: state.lost }) : '',
    unfilled ? t('gap.unfilled') : '',
  ];
  return (
    <div className={styles.results}>
      <Panel
        className={styles.listPanel}
        flush
        title={
          <span className="mw-row">
            {t('liveTitle')}
            <State connection={connection} paused={state.paused} />
          </span>
        }
        hint={t('rate', { rate: rate(state, now).toFixed(1), count: state.rows.length, limit: TAIL_LIMIT })}
        partial={reasons.filter((reason) => reason !== '').join(' ')}
        actions={
          <div className={styles.tools}>
            <Select
              className={styles.rate ?? ''}
              aria-label={t('rateLimit')}
              allowDeselect={false}
              value={String(view.rate)}
              onChange={(value) => view.set({ rate: Number(value) })}
              data={TAIL_RATES.map((value) => ({ value: String(value), label: t('rateAtMost', { rate: value }) }))}
            />
            <Button
              variant="default"
              leftSection={state.paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
              onClick={() => pause(!state.paused)}
            >
              {state.paused
                ? t('resume', { count: state.waiting.length, text: formatCount(state.waiting.length) })
                : t('pause')}
            </Button>
          </div>
        }
        empty={state.rows.length === 0 && <EmptyState>{connection === 'lost' ? t('lostHint') : t('waiting')}</EmptyState>}
      >
        <LogList
          rows={state.rows}
          terms={terms}
          view={view}
          selected={opened}
          onOpen={(id) => {
            pause(true);
            setOpened(id);
          }}
          onScrolled={(scrolled) => {
            if (scrolled && !state.paused) pause(true);
          }}
          onGap={onGap}
        />
      </Panel>
      {item !== undefined && !isGap(item) && (
        <LineDrawer
          row={item}
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

function State({ connection, paused }: { connection: Connection; paused: boolean }) {
  const { t } = useTranslation('logs');
  switch (connection) {
    case 'open':
      return paused ? <Badge level="info">{t('paused')}</Badge> : <Badge level="ok">{t('connected')}</Badge>;
    case 'connecting':
      return <Badge level="unknown">{t('connecting')}</Badge>;
    case 'lost':
      return <Badge level="warning">{t('lost')}</Badge>;
  }
}
