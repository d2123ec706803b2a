import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { query as runQuery, type Labels } from '@/api/prometheus';
import type { DroppedTarget, Target } from '@/api/targets';
import { formatCount, formatDuration } from '@/lib/format';
import { metricsHref } from '@/lib/links';
import { HrefLink } from '@/app/HrefLink';
import { LabelChips } from '@/ui/Chips';
import { CopyText } from '@/ui/CopyText';
import { Drawer } from '@/ui/Drawer';
import { Badge } from '@/ui/LevelBadge';
import { RelativeTime } from '@/ui/RelativeTime';
import { selector } from '@/rooms/metrics/explorer/suggested';
import { RelabelSteps } from './RelabelSteps';
import { LEVEL } from './TargetTable';
import { scrapedAt } from './targetRows';
import styles from './targets.module.css';

type TargetDrawerProps = {
  target: Target;
  onClose: () => void;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
};

/** One target: how its last scrape went, and how its labels came to be. */
export function TargetDrawer({ target, ...walk }: TargetDrawerProps) {
  const { t } = useTranslation('metrics');
  const samples = useSamples(target.labels);
  const matchers = ['job', 'instance'].flatMap((label) => {
    const value = target.labels[label];
    return value === undefined ? [] : [{ label, value }];
  });
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [t('state'), <Badge key="state" level={LEVEL[target.health]} icon>{t(`health.${target.health}`)}</Badge>],
    [t('address'), <CopyText key="address" text={target.scrapeUrl} />],
    [t('pool'), target.scrapePool],
    [t('lastScrape'), <RelativeTime key="last" ms={scrapedAt(target.lastScrape)} />],
    [t('took'), formatDuration(target.lastScrapeDuration)],
    [t('every'), target.scrapeTimeout === '' ? target.scrapeInterval : t('everyUpTo', { interval: target.scrapeInterval, timeout: target.scrapeTimeout })],
    [t('samples'), formatCount(samples)],
  ];
  return (
    <Drawer title={target.labels['instance'] ?? target.scrapeUrl} {...walk}>
      <div>
        {target.lastError !== '' && (
          <pre className={styles.errorText} role="alert">
            {target.lastError}
          </pre>
        )}
        <dl className={styles.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <HrefLink href={metricsHref([selector('up', matchers), selector('scrape_duration_seconds', matchers)])}>{t('targetHistory')}</HrefLink>
        <h3>{t('labels')}</h3>
        <LabelChips labels={target.labels} />
        <Discovered pool={target.scrapePool} labels={target.discoveredLabels} />
      </div>
    </Drawer>
  );
}

type DroppedDrawerProps = { dropped: DroppedTarget; onClose: () => void };

/** A target that relabelling left out: what it was discovered as, and by which rule it went. */
export function DroppedDrawer({ dropped, onClose }: DroppedDrawerProps) {
  const { t } = useTranslation('metrics');
  return (
    <Drawer title={dropped.discoveredLabels['__address__'] ?? t('droppedTarget')} onClose={onClose}>
      <div>
        <p className="mw-muted">{t('droppedWhy', { pool: dropped.scrapePool })}</p>
        <Discovered pool={dropped.scrapePool} labels={dropped.discoveredLabels} />
      </div>
    </Drawer>
  );
}

function Discovered({ pool, labels }: { pool: string; labels: Labels }) {
  const { t } = useTranslation('metrics');
  return (
    <>
      <h3>{t('discoveredLabels')}</h3>
      <LabelChips labels={labels} />
      <h3>{t('relabel.title')}</h3>
      <RelabelSteps pool={pool} discovered={labels} />
    </>
  );
}

/** How many samples the last scrape brought, which the target list itself does not say. */
function useSamples(labels: Labels): number | null {
  const matchers = Object.entries(labels).map(([label, value]) => ({ label, value }));
  const expr = selector('scrape_samples_scraped', matchers);
  const query = useQuery({
    queryKey: ['target-samples', expr],
    queryFn: ({ signal }) => runQuery(expr, undefined, signal),
    staleTime: 15_000,
    retry: false,
  });
  const data = query.data?.data;
  return data?.kind === 'vector' ? (data.series[0]?.sample[1] ?? null) : null;
}
