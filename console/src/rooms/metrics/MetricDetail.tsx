import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { labelNames, labelValues, type MetricMetadata } from '@/api/prometheus';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { formatCount } from '@/lib/format';
import { Chips } from '@/ui/Chips';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { ErrorState, SkeletonRows } from '@/ui/states';
import { selector, suggestedQueries, type Matchers } from './expressions';
import styles from './metrics.module.css';

const MOST_VALUES = 200;

/** One metric: meaning, labels down to their values, and queries ready to run. */
export function MetricDetail({ name, known }: { name: string; known: MetricMetadata | undefined }) {
  const { t } = useTranslation('metrics');
  const url = useUrlState();
  const { fromMs, toMs } = useTimeRange().resolved;
  const [matchers, setMatchers] = useState<Matchers>([]);
  const [open, setOpen] = useState<string | undefined>(undefined);
  const match = selector(name, matchers);
  const labels = useQuery({
    queryKey: ['metric-labels', match],
    queryFn: ({ signal }) => labelNames({ match: [match], fromMs, toMs }, signal),
    staleTime: 30_000,
  });
  const names = (labels.data?.data ?? []).filter((label) => label !== '__name__');
  const flip = (label: string, value: string): void =>
    setMatchers((now) => {
      const others = now.filter((one) => one.label !== label);
      const was = now.some((one) => one.label === label && one.value === value);
      return was ? others : [...others, { label, value }];
    });
  const by = open !== undefined && open !== 'le' ? open : undefined;
  return (
    <Panel
      title={<code>{name}</code>}
      hint={known === undefined ? undefined : <Badge level="unknown">{known.type}</Badge>}
      query={labels}
      actions={
        <ActionIcon aria-label={t('closeMetric')} onClick={() => url.set({ metric: undefined })}>
          <IconX size={16} />
        </ActionIcon>
      }
    >
      <p className={styles.help}>{known === undefined || known.help === '' ? t('noHelp') : known.help}</p>
      <h3 className={styles.sub}>{t('queries')}</h3>
      <ul className={styles.suggested}>
        {suggestedQueries(name, known?.type ?? '', matchers, by).map((query) => (
          <li key={query}>
            <button
              type="button"
              onClick={() =>
                url.set({ tab: undefined, metric: undefined, find: undefined, query: [...url.getAll('query'), query] })
              }
            >
              <code>{query}</code>
            </button>
          </li>
        ))}
      </ul>
      {matchers.length > 0 && (
        <Chips
          label={t('matchers')}
          chips={matchers.map(({ label, value }) => ({ key: label, name: label, value }))}
          onRemove={(label) => setMatchers((now) => now.filter((one) => one.label !== label))}
        />
      )}
      <h3 className={styles.sub}>{t('labels')}</h3>
      {names.length === 0 && <p className="mw-muted">{t('noLabels')}</p>}
      {names.map((label) => (
        <div key={label}>
          <button
            type="button"
            className={styles.label}
            aria-expanded={open === label}
            onClick={() => setOpen(open === label ? undefined : label)}
          >
            {open === label ? <IconChevronDown size={13} /> : <IconChevronRight size={13} />}
            <code>{label}</code>
          </button>
          {open === label && (
            <LabelValues
              label={label}
              match={selector(
                name,
                matchers.filter((one) => one.label !== label),
              )}
              chosen={matchers.find((one) => one.label === label)?.value}
              onPick={(value) => flip(label, value)}
            />
          )}
        </div>
      ))}
    </Panel>
  );
}

type LabelValuesProps = { label: string; match: string; chosen: string | undefined; onPick: (value: string) => void };

function LabelValues({ label, match, chosen, onPick }: LabelValuesProps) {
  const { t } = useTranslation('metrics');
  const { fromMs, toMs } = useTimeRange().resolved;
  const query = useQuery({
    queryKey: ['label-values', label, match],
    queryFn: ({ signal }) => labelValues(label, { match: [match], fromMs, toMs }, signal),
    staleTime: 30_000,
  });
  if (query.data === undefined) {
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <SkeletonRows rows={3} />
    );
  }
  const values = query.data.data;
  return (
    <div className={styles.values}>
      {values.slice(0, MOST_VALUES).map((value) => (
        <button
          key={value}
          type="button"
          className="mw-chip"
          aria-pressed={value === chosen}
          onClick={() => onPick(value)}
        >
          {value === '' ? '""' : value}
        </button>
      ))}
      {values.length > MOST_VALUES && (
        <span className="mw-muted">
          {t('moreValues', { count: values.length - MOST_VALUES, text: formatCount(values.length) })}
        </span>
      )}
    </div>
  );
}
