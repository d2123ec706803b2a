import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { formatCount } from '@/lib/format';
import { href } from '@/lib/links';
import { Chips } from '@/ui/Chips';
import { Drawer } from '@/ui/Drawer';
import { Badge } from '@/ui/LevelBadge';
import { ErrorState, SkeletonRows } from '@/ui/states';
import { LabelBreakdown } from '@/rooms/metrics/explorer/LabelBreakdown';
import type { Matchers } from '@/rooms/metrics/explorer/suggested';
import { MOST_READ, useMatchingSeries } from '@/rooms/metrics/explorer/useMatchingSeries';
import { narrowed } from './narrowed';

type SeriesDrawerProps = { match: string; onClose: () => void };

/** The series behind a row: which label makes them many, down to its values. */
export function SeriesDrawer({ match, onClose }: SeriesDrawerProps) {
  const { t } = useTranslation('metrics');
  const [matchers, setMatchers] = useState<Matchers>([]);
  const [open, setOpen] = useState<string | undefined>(undefined);
  const whole = narrowed(match, matchers);
  const { query, shares, total, cut } = useMatchingSeries(whole);
  const worst = shares[0];
  return (
    <Drawer title={<code>{match}</code>} onClose={onClose}>
      <div className="mw-stack">
        {query.data === undefined ? (
          query.isError ? (
            <ErrorState error={query.error} onRetry={() => void query.refetch()} />
          ) : (
            <SkeletonRows rows={5} />
          )
        ) : (
          <>
            <div className="mw-row mw-wrap">
              <span className="mw-strong">{t('seriesCount', { count: total })}</span>
              {cut && <Badge level="warning">{t('breakdownCut', { text: formatCount(MOST_READ) })}</Badge>}
              <span className="mw-grow" />
              <HrefLink href={href('/metrics', { query: `count(${whole})` })}>{t('overTime')}</HrefLink>
            </div>
            {worst !== undefined && worst.without < total && (
              <p style={{ margin: 0 }}>
                {t('worstLabel', { label: worst.label, values: formatCount(worst.values.length), rest: formatCount(worst.without) })}
              </p>
            )}
            {matchers.length > 0 && (
              <Chips
                label={t('matchers')}
                chips={matchers.map(({ label, value }) => ({ key: label, name: label, value }))}
                onRemove={(label) => setMatchers((now) => now.filter((one) => one.label !== label))}
              />
            )}
            <LabelBreakdown
              shares={shares}
              total={total}
              open={open}
              onOpen={setOpen}
              onPick={(label, value) => setMatchers((now) => [...now.filter((one) => one.label !== label), { label, value }])}
            />
          </>
        )}
      </div>
    </Drawer>
  );
}
