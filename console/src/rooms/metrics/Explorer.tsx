import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { labelValues, metadata } from '@/api/prometheus';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { useDraft } from '@/lib/useDraft';
import { useRows } from '@/lib/useRows';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { metadataOf } from './expressions';
import { MetricDetail } from './MetricDetail';
import styles from './metrics.module.css';

const ROW = 44;

/** Every metric there is in the range, with its meaning; one of them with its labels. */
export function Explorer() {
  const { t } = useTranslation('metrics');
  const url = useUrlState();
  const range = useTimeRange();
  const { fromMs, toMs } = range.resolved;
  const find = url.get('find') ?? '';
  const [draft, typeFind] = useDraft(find, (text) => url.set({ find: text }, { replace: true }));
  const chosen = url.get('metric');
  const names = useQuery({
    queryKey: ['metric-names', range.from, range.to],
    queryFn: ({ signal }) => labelValues('__name__', { fromMs, toMs }, signal),
    staleTime: 30_000,
  });
  const meanings = useQuery({
    queryKey: ['metric-metadata'],
    queryFn: ({ signal }) => metadata(signal),
    staleTime: 60_000,
  });
  const meaning = meanings.data?.data;
  const shown = useMemo(() => {
    const words = find
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    return (names.data?.data ?? []).filter((name) => {
      const text = `${name} ${metadataOf(meaning ?? {}, name)?.help ?? ''}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [names.data, meaning, find]);
  const box = useRef<HTMLDivElement>(null);
  const list = useRows(box, shown.length, ROW);
  const none = names.data !== undefined && names.data.data.length === 0;
  return (
    <div className={styles.explorer} data-chosen={chosen === undefined ? undefined : true}>
      <Panel
        title={t('metricCount', { count: shown.length })}
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
        empty={
          none ? (
            <EmptyState>{t('noMetrics')}</EmptyState>
          ) : (
            shown.length === 0 && <EmptyState>{t('noMatch')}</EmptyState>
          )
        }
      >
        <div ref={box} className={`mw-scroll ${styles.metricList}`}>
          <div style={{ height: list.getTotalSize(), position: 'relative' }}>
            {list.getVirtualItems().map(({ index, start }) => {
              const name = shown[index];
              if (name === undefined) return null;
              const known = metadataOf(meaning ?? {}, name);
              return (
                <button
                  key={name}
                  type="button"
                  className={styles.metric}
                  aria-pressed={name === chosen}
                  style={{ transform: `translateY(${start}px)`, height: ROW }}
                  onClick={() => url.set({ metric: name })}
                >
                  <code className="mw-clip">{name}</code>
                  {known !== undefined && <Badge level="unknown">{known.type}</Badge>}
                  <span className="mw-clip mw-muted">{known?.help ?? ''}</span>
                </button>
              );
            })}
          </div>
        </div>
      </Panel>
      {chosen === undefined ? (
        <Panel label={t('metric')}>
          <EmptyState>{t('pickMetric')}</EmptyState>
        </Panel>
      ) : (
        <MetricDetail key={chosen} name={chosen} known={metadataOf(meaning ?? {}, chosen)} />
      )}
    </div>
  );
}
