import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { scrapePools, targets, type Discovery } from '@/api/targets';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { useDraft } from '@/lib/useDraft';
import { LabelChips, ToggleChip } from '@/ui/Chips';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { PoolTable } from './PoolTable';
import { DroppedDrawer, TargetDrawer } from './TargetDrawer';
import { droppedKey, matches, poolsOf, targetKey } from './targetRows';
import styles from './targets.module.css';
import { TargetTable } from './TargetTable';

const NOTHING: Discovery = { activeTargets: [], droppedTargets: [], droppedTargetCounts: {} };
const HEALTH = ['up', 'down', 'unknown'] as const;

/** Where metrics are scraped from, how that goes, and what was left out. */
export function Targets() {
  const { t } = useTranslation('metrics');
  const url = useUrlState();
  const { refreshSeconds } = useTimeRange();
  const every = refreshSeconds > 0 ? refreshSeconds * 1000 : (false as const);
  const query = useQuery({ queryKey: ['targets'], queryFn: ({ signal }) => targets(signal), refetchInterval: every });
  const named = useQuery({ queryKey: ['scrape-pools'], queryFn: ({ signal }) => scrapePools(signal), retry: false });
  const find = url.get('find') ?? '';
  const [draft, typeFind] = useDraft(find, (text) => url.set({ find: text }, { replace: true }));
  const all = query.data ?? NOTHING;
  const only = url.get('pool');
  const health = HEALTH.find((one) => one === url.get('health'));
  const pools = poolsOf(
    all,
    (target) =>
      (health === undefined || target.health === health) &&
      matches(find, target.scrapeUrl, target.labels, target.lastError),
    named.data,
  );
  const shown = pools.filter(({ pool, rows }) => (only === undefined || pool === only) && rows.length > 0);
  const flat = shown.flatMap(({ rows }) => rows);
  const at = flat.findIndex((target) => targetKey(target) === url.get('target'));
  const open = flat[at];
  const goTo = (index: number): (() => void) | undefined => {
    const target = flat[index];
    return target === undefined ? undefined : () => url.set({ target: targetKey(target) }, { replace: true });
  };
  const dropped = all.droppedTargets.filter(
    (target) => (only === undefined || target.scrapePool === only) && matches(find, '', target.discoveredLabels),
  );
  const openDropped = dropped.find((target) => droppedKey(target) === url.get('dropped'));
  const count = (one: string): number => all.activeTargets.filter((target) => target.health === one).length;
  return (
    <>
      <Panel title={t('discovery')} query={query} flush empty={pools.length === 0 && <EmptyState>{t('noTargets')}</EmptyState>}>
        <PoolTable pools={pools} chosen={only} onChoose={(pool) => url.set({ pool })} />
      </Panel>
      <Panel
        title={t('targetCount', { count: all.activeTargets.length })}
        query={query}
        flush
        actions={
          <>
            {HEALTH.filter((one) => count(one) > 0 || health === one).map((one) => (
              <ToggleChip key={one} on={health === one} onToggle={() => url.set({ health: health === one ? undefined : one })}>
                {t(`health.${one}`)} {count(one)}
              </ToggleChip>
            ))}
            <TextInput
              className={styles.find ?? ''}
              data-search
              aria-label={t('findTarget')}
              placeholder={t('findTarget')}
              value={draft}
              onChange={(event) => typeFind(event.currentTarget.value)}
              spellCheck={false}
            />
          </>
        }
        empty={
          all.activeTargets.length === 0 ? (
            <EmptyState>{t('noTargets')}</EmptyState>
          ) : (
            flat.length === 0 && <EmptyState>{health === 'down' && find === '' ? t('allUp') : t('noTargetMatch')}</EmptyState>
          )
        }
      >
        <TargetTable pools={shown} chosen={open === undefined ? undefined : targetKey(open)} onOpen={(target) => url.set({ target: targetKey(target), dropped: undefined })} />
      </Panel>
      {all.droppedTargets.length > 0 && (
        <Panel title={t('droppedTargets', { count: dropped.length })} flush>
          <ul className={styles.dropped}>
            {dropped.slice(0, 200).map((target) => (
              <li key={droppedKey(target)}>
                <button type="button" onClick={() => url.set({ dropped: droppedKey(target), target: undefined })}>
                  <span className="mw-strong">{target.scrapePool}</span>
                  <code>{target.discoveredLabels['__address__']}</code>
                </button>
                <LabelChips labels={target.discoveredLabels} without={['__address__']} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {open !== undefined && (
        <TargetDrawer
          target={open}
          onClose={() => url.set({ target: undefined })}
          onPrevious={goTo(at - 1)}
          onNext={goTo(at + 1)}
        />
      )}
      {openDropped !== undefined && <DroppedDrawer dropped={openDropped} onClose={() => url.set({ dropped: undefined })} />}
    </>
  );
}
