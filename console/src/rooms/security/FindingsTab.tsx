import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchDetections, fetchFindings, type Finding, MOST_FINDINGS, SECURITY_LEVELS } from '@/api/security';
import { useTimeRange } from '@/app/timeRange';
import { useUrlState } from '@/app/urlState';
import { StackedBars } from '@/charts/StackedBars';
import { useLocale } from '@/i18n/locale';
import { LevelBadge } from '@/ui/LevelBadge';
import { levelColor } from '@/ui/levels';
import { Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';
import { FindingDrawer } from './FindingDrawer';
import { StateBadge } from './StateBadge';
import { findingBars, inWords } from './findings';

/** What was found in the range, by level over time and as a list. */
export function FindingsTab() {
  const { t } = useTranslation('security');
  const url = useUrlState();
  const range = useTimeRange();
  const { fromMs, toMs } = range.resolved;
  const filter = {
    level: url.get('level'),
    detection: url.get('detection'),
    state: url.get('state'),
    q: url.get('find'),
  };
  const query = useQuery({
    queryKey: ['findings', fromMs, toMs, filter],
    queryFn: ({ signal }) => fetchFindings({ from: fromMs, to: toMs, ...filter }, signal),
    placeholderData: keepPreviousData,
  });
  const findings = useMemo(() => query.data ?? [], [query.data]);
  const bars = useMemo(() => findingBars(findings, fromMs, toMs), [findings, fromMs, toMs]);
  const keys = SECURITY_LEVELS.toReversed().map((level) => ({
    key: level,
    label: t(`level.${level}`),
    color: levelColor(level),
  }));
  const at = findings.findIndex(({ id }) => id === url.get('finding'));
  const walk = (to: number) => {
    const next = findings[to];
    return next === undefined ? undefined : () => url.set({ finding: next.id });
  };
  const chosen = url.get('finding');
  const widen = (
    <Button variant="default" onClick={() => range.set({ from: 'now-7d', to: 'now' })}>
      {t('widen')}
    </Button>
  );
  return (
    <>
      <Filters />
      <div className="mw-stack">
        <Panel title={t('overTime')} query={query} empty={findings.length === 0 && <EmptyState action={widen}>{t('none')}</EmptyState>}>
          <StackedBars
            buckets={bars.buckets}
            keys={keys}
            intervalMs={bars.intervalMs}
            from={fromMs}
            to={toMs}
            height={120}
            label={t('overTime')}
            onZoom={range.zoom}
            onSelect={(level) => url.set({ level })}
          />
        </Panel>
        {findings.length > 0 && (
          <Panel
            title={t('tab.findings')}
            flush
            query={query}
            partial={findings.length >= MOST_FINDINGS ? t('most', { count: MOST_FINDINGS }) : null}
          >
            <FindingTable findings={findings} chosen={chosen} onOpen={(id) => url.set({ finding: id })} />
          </Panel>
        )}
      </div>
      {chosen !== undefined && (
        <FindingDrawer
          id={chosen}
          known={findings[at]}
          onClose={() => url.set({ finding: undefined })}
          onPrevious={at > 0 ? walk(at - 1) : undefined}
          onNext={at >= 0 ? walk(at + 1) : undefined}
        />
      )}
    </>
  );
}

function Filters() {
  const { t } = useTranslation('security');
  const locale = useLocale();
  const url = useUrlState();
  const detections = useQuery({ queryKey: ['detections'], queryFn: ({ signal }) => fetchDetections(signal) });
  return (
    <div className="mw-row mw-wrap" style={{ gap: 'var(--mw-space-2)', marginBottom: 'var(--mw-space-3)' }}>
      <SegmentedControl
        value={url.get('state') ?? 'all'}
        onChange={(next) => url.set({ state: next === 'all' ? undefined : next })}
        data={(['all', 'open'] as const).map((value) => ({ value, label: t(`state.${value}`) }))}
      />
      <Select
        aria-label={t('column.level')}
        placeholder={t('column.level')}
        clearable
        w={130}
        value={url.get('level') ?? null}
        onChange={(next) => url.set({ level: next ?? undefined })}
        data={SECURITY_LEVELS.map((value) => ({ value, label: t(`level.${value}`) }))}
      />
      <Select
        aria-label={t('column.detection')}
        placeholder={t('column.detection')}
        clearable
        searchable
        w={240}
        value={url.get('detection') ?? null}
        onChange={(next) => url.set({ detection: next ?? undefined })}
        data={(detections.data ?? []).map(({ id, title }) => ({ value: id, label: `${id} ${inWords(title, locale)}` }))}
      />
      <TextInput
        aria-label={t('find')}
        placeholder={t('find')}
        w={200}
        value={url.get('find') ?? ''}
        onChange={(event) => url.set({ find: event.currentTarget.value === '' ? undefined : event.currentTarget.value })}
      />
    </div>
  );
}

interface FindingTableProps {
  readonly findings: readonly Finding[];
  readonly chosen: string | undefined;
  readonly onOpen: (id: string) => void;
}

function FindingTable({ findings, chosen, onOpen }: FindingTableProps) {
  const { t } = useTranslation('security');
  const locale = useLocale();
  return (
    <div className="mw-scroll">
      <table className="mw-table">
        <thead>
          <tr>
            <th>{t('column.level')}</th>
            <th>{t('column.detection')}</th>
            <th>{t('column.subject')}</th>
            <th>{t('column.state')}</th>
            <th className="mw-right">{t('column.hits')}</th>
            <th className="mw-right">{t('column.last')}</th>
          </tr>
        </thead>
        <tbody>
          {findings.map((finding) => (
            <tr key={finding.id} data-opens aria-selected={finding.id === chosen} onClick={() => onOpen(finding.id)}>
              <td>
                <LevelBadge level={finding.level} />
              </td>
              <td>
                <button type="button" className="mw-plain-button mw-strong" onClick={() => onOpen(finding.id)}>
                  {inWords(finding.title, locale)}
                </button>
                <span className="mw-muted">&nbsp; {finding.detection}</span>
              </td>
              <td className="mw-mono">{finding.subject}</td>
              <td>
                <StateBadge finding={finding} />
              </td>
              <td className="mw-right">{finding.hits}</td>
              <td className="mw-right">
                <RelativeTime ms={finding.lastAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
