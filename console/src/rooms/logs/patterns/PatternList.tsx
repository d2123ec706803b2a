import { Button, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useTimeRange } from '@/app/timeRange';
import { logLevelColor } from '@/charts/palette';
import { Sparkline } from '@/charts/Sparkline';
import { formatCount } from '@/lib/format';
import { Badge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';
import { fetchPatterns, type LogPattern } from '@/rooms/logs/api';
import logsStyles from '@/rooms/logs/logs.module.css';
import { onlyPattern, templateParts, withoutPattern } from './patternQuery';
import styles from './patterns.module.css';
import type { LogUrl, PatternOrder } from '@/rooms/logs/useLogUrl';

const TREND_PX = 22;

type PatternListProps = {
  view: LogUrl;
  order: PatternOrder;
  /** Those of the view unless said otherwise. */
  levels?: readonly string[];
  title?: string;
  limit?: number;
};

const MOST = 200;

/** What the lines of the chosen time say, once each: how often, since when, and the way to the lines themselves. */
export function PatternList({ view, order, levels = view.levels, title, limit = MOST }: PatternListProps) {
  const { t } = useTranslation('logs');
  const { fromMs, toMs } = useTimeRange().resolved;
  const asked = { levels, services: view.services, fromMs, toMs };
  const query = useQuery({
    queryKey: ['log-patterns', asked, order, limit],
    queryFn: ({ signal }) => fetchPatterns(asked, order, limit, signal),
    placeholderData: keepPreviousData,
  });
  const page = query.data;
  return (
    <Panel
      title={title ?? (page === undefined ? t('patterns.name') : t('patterns.title', { count: page.total }))}
      hint={t('patterns.hint')}
      query={query}
      flush
      empty={page?.patterns.length === 0 && <EmptyState>{t('patterns.none')}</EmptyState>}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('patterns.order')}
          value={order}
          onChange={(value) => view.set({ patternOrder: value === 'new' ? 'new' : 'count' })}
          data={[
            { value: 'count', label: t('patterns.byCount') },
            { value: 'new', label: t('patterns.byNew') },
          ]}
        />
      }
    >
      <div className="mw-scroll">
        <table className={`mw-table ${styles.patterns}`}>
          <thead>
            <tr>
              <th scope="col" className="mw-right">
                {t('patterns.count')}
              </th>
              <th scope="col">{t('patterns.trend')}</th>
              <th scope="col">{t('patterns.template')}</th>
              <th scope="col">{t('service')}</th>
              <th scope="col">{t('patterns.first')}</th>
              <th scope="col">
                <span className="mw-hidden">{t('patterns.only')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {page?.patterns.map((pattern) => (
              <PatternRow key={pattern.id} pattern={pattern} view={view} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function PatternRow({ pattern, view }: { pattern: LogPattern; view: LogUrl }) {
  const { t } = useTranslation('logs');
  const color = logLevelColor(pattern.level);
  return (
    <tr>
      <td className="mw-right">{formatCount(pattern.count)}</td>
      <td className={styles.trend}>
        <Sparkline points={pattern.trend.map((count, i) => [i, count] as const)} height={TREND_PX} color={color} />
      </td>
      <td>
        <div className={styles.template} title={pattern.example}>
          <span className={logsStyles.levelBar} style={{ background: color }} />
          <span className="mw-hidden">{pattern.level}</span>
          <code>
            {templateParts(pattern.template).map((part, i) =>
              part.gap ? (
                <span key={i} className={styles.gap}>
                  {part.text}
                </span>
              ) : (
                part.text
              ),
            )}
          </code>
          {pattern.new && (
            <Badge level="warning" title={t('patterns.newHint')}>
              {t('patterns.new')}
            </Badge>
          )}
        </div>
      </td>
      <td>{pattern.service}</td>
      <td>
        <RelativeTime ms={pattern.firstSeen} />
      </td>
      <td className={styles.actions}>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => view.set({ q: onlyPattern(view.q, pattern), view: 'lines' })}
        >
          {t('patterns.only')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => view.set({ q: withoutPattern(view.q, pattern), view: 'lines' })}
        >
          {t('patterns.hide')}
        </Button>
      </td>
    </tr>
  );
}
