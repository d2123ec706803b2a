import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '@/app/urlState';
import { formatCount } from '@/lib/format';
import { Chips } from '@/ui/Chips';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { letter, panelsOf, panelsPatch, PLAIN } from '@/rooms/metrics/query/panels';
import { GraphResult } from '@/rooms/metrics/result/GraphResult';
import type { Family } from './catalog';
import styles from './explorer.module.css';
import { LabelBreakdown } from './LabelBreakdown';
import { defaultQueries, selector, suggestedQueries, type Matchers, type Suggestion } from './suggested';
import { MOST_READ, useMatchingSeries } from './useMatchingSeries';

/** One metric: meaning, what it does now, labels down to their values, and queries ready to run. */
export function MetricDetail({ family }: { family: Family }) {
  const { t } = useTranslation('metrics');
  const url = useUrlState();
  const [matchers, setMatchers] = useState<Matchers>([]);
  const [open, setOpen] = useState<string | undefined>(undefined);
  // The count of a histogram has one series per set of labels, without the buckets that hide the labels.
  const counted = family.members.find((name) => name.endsWith('_count')) ?? family.members[0] ?? family.name;
  const { query, shares, total, cut } = useMatchingSeries(selector(counted, matchers));
  const by = open === 'le' ? undefined : open;
  const suggestions = useMemo(() => suggestedQueries(family, matchers, by), [family, matchers, by]);
  const defaults = useMemo(
    () => (by === undefined ? defaultQueries(family, matchers) : suggestions.slice(0, 1)),
    [family, matchers, by, suggestions],
  );
  const ask = (chosen: readonly Suggestion[]): void => {
    const before = panelsOf(url.getAll('query'), url.get);
    const added = chosen.map(({ query: text, view }) => ({ ...PLAIN, query: text, view }));
    const patch = panelsPatch(url.search, [...before.filter(({ query: text }) => !added.some((one) => one.query === text)), ...added]);
    url.set({ ...patch, tab: undefined, metric: undefined, find: undefined, type: undefined });
  };
  const flip = (label: string, value: string): void =>
    setMatchers((now) => {
      const others = now.filter((one) => one.label !== label);
      return now.some((one) => one.label === label && one.value === value) ? others : [...others, { label, value }];
    });
  return (
    <div className="mw-stack">
      <Panel
        title={<code className={styles.detailName}>{family.name}</code>}
        hint={family.type === 'unknown' ? undefined : <Badge level="unknown">{family.type}</Badge>}
        actions={
          <>
            <Button size="compact-sm" onClick={() => ask(defaults)}>
              {t('ask')}
            </Button>
            <ActionIcon aria-label={t('closeMetric')} onClick={() => url.set({ metric: undefined })}>
              <IconX size={16} />
            </ActionIcon>
          </>
        }
      >
        <p className={styles.help}>
          {family.help === '' ? t('noHelp') : family.help}
          {family.unit !== '' && <span className="mw-muted"> · {t('unitIs', { unit: family.unit })}</span>}
        </p>
        {matchers.length > 0 && (
          <Chips
            label={t('matchers')}
            chips={matchers.map(({ label, value }) => ({ key: label, name: label, value }))}
            onRemove={(label) => setMatchers((now) => now.filter((one) => one.label !== label))}
          />
        )}
      </Panel>
      {defaults.map(({ query: text, view }, at) => (
        <GraphResult key={view} panel={`metric-${letter(at)}`} expression={text} options={{ ...PLAIN, view }} height={160} />
      ))}
      <Panel
        title={t('labels')}
        hint={query.data === undefined ? undefined : t('seriesCount', { count: total })}
        query={query}
        partial={cut ? t('breakdownCut', { text: formatCount(MOST_READ) }) : null}
      >
        <LabelBreakdown shares={shares} total={total} open={open} onOpen={setOpen} onPick={flip} />
      </Panel>
      <Panel title={t('queries')}>
        <ul className={styles.suggested}>
          {suggestions.map((one) => (
            <li key={one.query}>
              <button type="button" onClick={() => ask([one])}>
                <code>{one.query}</code>
              </button>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}
