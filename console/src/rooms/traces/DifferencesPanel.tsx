import { ActionIcon, SegmentedControl } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { HrefLink } from '@/app/HrefLink';
import { useUrlState } from '@/app/urlState';
import { seriesColor } from '@/charts/palette';
import { formatDuration, formatPercent } from '@/lib/format';
import { tracesHref } from '@/lib/links';
import { parseDuration } from '@/lib/units';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { fetchSummaries, fetchTraces } from './api';
import {
  AGAINST,
  attributeDifferences,
  operationDifferences,
  sampleOf,
  type Against,
  type AttributeDifference,
  type OperationDifference,
  type Sample,
} from './differences';
import { summaryParams, tagText, type TraceSearch } from './search';
import tracesStyles from './traces.module.css';
import styles from './views.module.css';

type Range = { readonly fromMs: number; readonly toMs: number };
type DifferencesPanelProps = Range & { readonly search: TraceSearch };
type Found = {
  readonly sample: Sample;
  readonly attributes: readonly AttributeDifference[];
  readonly operations: readonly OperationDifference[];
};

const MOST_ROWS = 25;
const MOST_FOUND = 1000;

/** The shortest duration of the search says what is slow; the rest is what is shorter. */
async function differencesOf(asked: TraceSearch, range: Range, against: Against, signal: AbortSignal): Promise<Found> {
  const slowFrom = against === 'slow' && asked.minDuration.trim() !== '' ? parseDuration(asked.minDuration) : null;
  const search = { ...asked, limit: MOST_FOUND, ...(slowFrom === null ? {} : { minDuration: '', maxDuration: '' }) };
  const found = await fetchSummaries(summaryParams(search, range.fromMs, range.toMs), signal);
  const sample = sampleOf(found, against, slowFrom);
  const [odd, rest] = await Promise.all([
    fetchTraces(sample.odd.map(({ id }) => id), signal),
    fetchTraces(sample.rest.map(({ id }) => id), signal),
  ]);
  return {
    sample,
    attributes: attributeDifferences(odd, rest, MOST_ROWS),
    operations: operationDifferences(odd, rest, MOST_ROWS),
  };
}

/** What the slow or failed traces of a search have in common: values of attributes, and where the time goes. */
export function DifferencesPanel({ search, fromMs, toMs }: DifferencesPanelProps) {
  const { t } = useTranslation('traces');
  const url = useUrlState();
  const against = AGAINST.find((one) => one === url.get('against')) ?? 'slow';
  const query = useQuery({
    // It is costly, so the clock alone does not do it again.
    queryKey: ['trace-differences', search, against, url.get('from'), url.get('to')],
    queryFn: ({ signal }) => differencesOf(search, { fromMs, toMs }, against, signal),
    staleTime: Infinity,
  });
  const found = query.data;
  const few = found !== undefined && (found.sample.odd.length < 2 || found.sample.rest.length < 2);
  return (
    <>
      <Panel
        title={t(`against.${against}`)}
        hint={found === undefined ? undefined : sampleWords(found.sample, t)}
        query={query}
        flush
        empty={few && <EmptyState>{t(`tooFew.${against}`)}</EmptyState>}
        actions={
          <>
            <SegmentedControl
              aria-label={t('againstWhat')}
              style={{ flex: 'none' }}
              value={against}
              onChange={(value) => url.set({ against: value === 'slow' ? undefined : value }, { replace: true })}
              data={AGAINST.map((value) => ({ value, label: t(`againstShort.${value}`) }))}
            />
            <ActionIcon aria-label={t('again')} title={t('again')} onClick={() => void query.refetch()}>
              <IconRefresh size={15} />
            </ActionIcon>
          </>
        }
      >
        {found !== undefined && <Attributes rows={found.attributes} search={search} />}
      </Panel>
      {found !== undefined && !few && found.operations.length > 0 && (
        <Panel title={t('whereTime')} hint={t('whereTimeHint')} flush>
          <Operations rows={found.operations} />
        </Panel>
      )}
    </>
  );
}

type Words = ReturnType<typeof useTranslation<'traces'>>['t'];

function sampleWords(sample: Sample, t: Words): string {
  const sizes = { odd: sample.odd.length, rest: sample.rest.length };
  if (sample.thresholdSeconds === null) return t('sampleFailed', sizes);
  return t('sampleSlow', { ...sizes, time: formatDuration(sample.thresholdSeconds) });
}

function Attributes({ rows, search }: { rows: readonly AttributeDifference[]; search: TraceSearch }) {
  const { t } = useTranslation('traces');
  if (rows.length === 0) return <EmptyState>{t('noCommon')}</EmptyState>;
  return (
    <div className="mw-scroll">
      <table className="mw-table">
        <thead>
          <tr>
            <th>{t('attribute')}</th>
            <th>{t('ofOdd')}</th>
            <th>{t('ofRest')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.key} ${row.value}`}>
              <td>
                {row.services.map((service) => (
                  <span key={service} className="mw-muted">
                    <span className={tracesStyles.serviceBar} style={{ background: seriesColor(service) }} />
                    {service}{' '}
                  </span>
                ))}
                <HrefLink href={tracesHref({ service: search.service, operation: search.operation, tags: tagText(row.key, row.value) })}>
                  <span className={styles.name}>{row.key}=</span>
                  <span style={{ overflowWrap: 'anywhere' }}>{row.value}</span>
                </HrefLink>
              </td>
              {([[row.odd, 'var(--mw-critical)'], [row.rest, 'var(--mw-series-8)']] as const).map(([share, color]) => (
                <td key={color} style={{ width: '22%' }}>
                  <Share share={share} color={color} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Share({ share, color }: { share: number; color: string }) {
  return (
    <div className="mw-row">
      <span className="mw-grow">
        <i style={{ display: 'block', width: `${share * 100}%`, height: 8, borderRadius: 2, background: color }} />
      </span>
      <span className="mw-right" style={{ width: 48 }}>
        {formatPercent(share, 0)}
      </span>
    </div>
  );
}

function Operations({ rows }: { rows: readonly OperationDifference[] }) {
  const { t } = useTranslation('traces');
  return (
    <div className="mw-scroll">
      <table className="mw-table">
        <thead>
          <tr>
            <th>{t('serviceAndOperation')}</th>
            <th className="mw-right">{t('inOdd')}</th>
            <th className="mw-right">{t('inRest')}</th>
            <th className="mw-right">{t('compareFact.delta')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.service} ${row.operation}`}>
              <td>
                <span className={tracesStyles.serviceBar} style={{ background: seriesColor(row.service) }} />
                <HrefLink href={tracesHref({ service: row.service, operation: row.operation })}>
                  {row.service} <span className={styles.name}>{row.operation}</span>
                </HrefLink>
              </td>
              <td className="mw-right">{formatDuration(row.oddMs / 1000)}</td>
              <td className="mw-right">{formatDuration(row.restMs / 1000)}</td>
              <td className="mw-right">+{formatDuration((row.oddMs - row.restMs) / 1000)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
