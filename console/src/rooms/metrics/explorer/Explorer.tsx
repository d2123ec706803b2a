import { TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { labelValues } from '@/api/prometheus';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { useDraft } from '@/lib/useDraft';
import { useRows } from '@/lib/useRows';
import { ToggleChip } from '@/ui/Chips';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { useMetadata } from '@/rooms/metrics/result/useMetadata';
import { familiesOf, findFamilies, groupsOf, listRows, typeCounts } from './catalog';
import styles from './explorer.module.css';
import { MetricDetail } from './MetricDetail';
import { MetricRow } from './MetricRow';

const ROW = 48;
const HEAD = 28;

/** Every metric there is in the range, by prefix, with its meaning; one of them in detail. */
export function Explorer() {
  const { t } = useTranslation('metrics');
  const url = useUrlState();
  const range = useTimeRange();
  const { fromMs, toMs } = range.resolved;
  const find = url.get('find') ?? '';
  const type = url.get('type');
  const [draft, typeFind] = useDraft(find, (text) => url.set({ find: text }, { replace: true }));
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const chosen = url.get('metric');
  const names = useQuery({
    queryKey: ['metric-names', range.from, range.to],
    queryFn: ({ signal }) => labelValues('__name__', { fromMs, toMs }, signal),
    staleTime: 30_000,
  });
  const meanings = useMetadata();
  const families = useMemo(() => familiesOf(names.data?.data ?? [], meanings.data?.data ?? {}), [names.data, meanings.data]);
  const found = useMemo(() => findFamilies(families, find, type), [families, find, type]);
  const counts = useMemo(() => typeCounts(findFamilies(families, find, undefined)), [families, find]);
  const searching = find !== '';
  const rows = useMemo(() => listRows(groupsOf(found), searching ? new Set() : closed), [found, closed, searching]);
  const flip = (prefix: string): void =>
    setClosed((now) => {
      const next = new Set(now);
      if (!next.delete(prefix)) next.add(prefix);
      return next;
    });
  const family = families.find((one) => one.name === chosen || (chosen !== undefined && one.members.includes(chosen)));
  return (
    <div className={styles.explorer} data-chosen={family === undefined ? undefined : true}>
      <Panel
        title={t('metricCount', { count: found.length })}
        query={names}
        flush
        partial={meanings.isError ? t('noMetadata') : null}
        actions={
          <TextInput
            className={styles.findMetric ?? ''}
            data-search
            aria-label={t('findMetric')}
            placeholder={t('findMetric')}
            value={draft}
            onChange={(event) => typeFind(event.currentTarget.value)}
            spellCheck={false}
          />
        }
        empty={names.data !== undefined && families.length === 0 && <EmptyState>{t('noMetrics')}</EmptyState>}
      >
        <div className={styles.types} role="group" aria-label={t('types')}>
          {counts.map(({ type: one, count }) => (
            <ToggleChip key={one} on={type === one} onToggle={() => url.set({ type: type === one ? undefined : one }, { replace: true })}>
              {one} {count}
            </ToggleChip>
          ))}
        </div>
        {found.length === 0 ? (
          <EmptyState>{t('noMatch')}</EmptyState>
        ) : (
          <MetricList
            rows={rows}
            chosen={family?.name}
            onFlip={searching ? undefined : flip}
            onChoose={(name) => url.set({ metric: name })}
          />
        )}
      </Panel>
      {family === undefined ? (
        <Panel label={t('metric')}>
          <EmptyState>{t('pickMetric')}</EmptyState>
        </Panel>
      ) : (
        <MetricDetail key={family.name} family={family} />
      )}
    </div>
  );
}

type MetricListProps = {
  rows: ReturnType<typeof listRows>;
  chosen: string | undefined;
  onFlip: ((prefix: string) => void) | undefined;
  onChoose: (name: string) => void;
};

function MetricList({ rows, chosen, onFlip, onChoose }: MetricListProps) {
  const { t } = useTranslation('metrics');
  const box = useRef<HTMLDivElement>(null);
  const keyOf = useCallback(
    (at: number): string => {
      const row = rows[at];
      return row?.kind === 'family' ? row.family.name : `group ${row?.prefix ?? at}`;
    },
    [rows],
  );
  const list = useRows(box, rows.length, (at) => (rows[at]?.kind === 'group' ? HEAD : ROW), keyOf);
  return (
    <div ref={box} className={`mw-scroll ${styles.metricList}`}>
      <div style={{ height: list.getTotalSize(), position: 'relative' }}>
        {list.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          if (row.kind === 'family') {
            const { family } = row;
            return (
              <MetricRow
                key={family.name}
                family={family}
                chosen={family.name === chosen}
                top={start}
                height={ROW}
                onChoose={() => onChoose(family.name)}
              />
            );
          }
          const word = row.prefix === '' ? t('otherGroup') : row.prefix;
          return (
            <button
              key={`group ${row.prefix}`}
              type="button"
              className={styles.group}
              aria-expanded={row.open}
              disabled={onFlip === undefined}
              style={{ transform: `translateY(${start}px)`, height: HEAD }}
              onClick={() => onFlip?.(row.prefix)}
            >
              {row.open ? <IconChevronDown size={13} aria-hidden /> : <IconChevronRight size={13} aria-hidden />}
              {word} <span className="mw-muted">{row.count}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}
