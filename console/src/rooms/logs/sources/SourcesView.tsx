import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { seriesColor } from '@/charts/palette';
import { formatCount, trimmed } from '@/lib/format';
import logsStyles from '@/rooms/logs/logs.module.css';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { CopyText } from '@/ui/CopyText';
import { Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';
import { fetchFigures, fetchSources } from './api';
import { connectText, WAYS, type Way } from './connect';
import { FileTable } from './FileTable';
import { SenderTable } from './SenderTable';
import { steps, writers, type Step, type Writer } from './figures';
import styles from './sources.module.css';

const EVERY_MS = 10_000;

/** Who writes and how much, which files are followed and how far, what pipelines make of them, and how to add a source. */
export function SourcesView({ view }: { view: LogUrl }) {
  const { t } = useTranslation('logs');
  const files = useQuery({ queryKey: ['log-sources'], queryFn: ({ signal }) => fetchSources(signal), refetchInterval: EVERY_MS });
  const figures = useQuery({ queryKey: ['log-figures'], queryFn: ({ signal }) => fetchFigures(signal), refetchInterval: EVERY_MS });
  const who = figures.data === undefined ? [] : writers(figures.data);
  const through = steps(figures.data?.pipelines ?? []);
  const refused = (figures.data?.intake ?? []).filter(({ labels, value }) => labels['outcome'] !== 'accepted' && value > 0);
  return (
    <>
      <Panel
        title={t('sources.writers', { count: who.length })}
        hint={refused.length === 0 ? undefined : refused.map(({ labels, value }) => `${labels['outcome'] ?? ''} ${formatCount(value)}`).join(' · ')}
        query={figures}
        flush
        empty={figures.data !== undefined && who.length === 0 && <EmptyState>{t('sources.noWriters')}</EmptyState>}
      >
        <WriterTable writers={who} view={view} />
      </Panel>
      <Panel
        title={t('sources.files', { count: files.data?.files.length ?? 0 })}
        hint={files.data?.paused === true ? t('sources.paused') : undefined}
        query={files}
        flush
        empty={
          files.data !== undefined &&
          files.data.files.length + files.data.ignored.length === 0 && <EmptyState>{t('sources.noFiles')}</EmptyState>
        }
      >
        {files.data !== undefined && <FileTable sources={files.data} />}
      </Panel>
      <Panel
        title={t('sources.senders', { count: files.data?.senders.length ?? 0 })}
        query={files}
        flush
        empty={files.data !== undefined && files.data.senders.length === 0 && <EmptyState>{t('sources.noSenders')}</EmptyState>}
      >
        <SenderTable senders={files.data?.senders ?? []} />
      </Panel>
      <Panel
        title={t('sources.pipelines', { count: new Set(through.map(({ pipeline }) => pipeline)).size })}
        query={figures}
        flush
        empty={figures.data !== undefined && through.length === 0 && <EmptyState>{t('sources.noPipelines')}</EmptyState>}
      >
        <StepTable steps={through} />
      </Panel>
      <Connect />
    </>
  );
}

function WriterTable({ writers: rows, view }: { writers: readonly Writer[]; view: LogUrl }) {
  const { t } = useTranslation('logs');
  return (
    <div className="mw-scroll">
      <table className={`mw-table ${styles.compact}`}>
        <thead>
          <tr>
            <th scope="col">{t('service')}</th>
            <th scope="col" className="mw-right">
              {t('sources.perMinute')}
            </th>
            <th scope="col" className="mw-right">
              {t('sources.errorsPerMinute')}
            </th>
            <th scope="col">{t('sources.last')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.service}>
              <td>
                <button
                  type="button"
                  className="mw-plain-button"
                  aria-label={row.service}
                  onClick={() => view.set({ view: 'lines', q: '', levels: [], services: [row.service] })}
                >
                  <span className={logsStyles.service}>
                    <i style={{ background: seriesColor(row.service) }} />
                    {row.service}
                  </span>
                </button>
              </td>
              <td className="mw-right">{trimmed(row.perMinute, 1)}</td>
              <td className="mw-right" data-bad={row.errorsPerMinute > 0 || undefined}>
                {trimmed(row.errorsPerMinute, 1)}
              </td>
              <td>
                <RelativeTime ms={row.lastMs} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function StepTable({ steps: rows }: { steps: readonly Step[] }) {
  const { t } = useTranslation('logs');
  return (
    <div className="mw-scroll">
      <table className={`mw-table ${styles.compact}`}>
        <thead>
          <tr>
            <th scope="col">{t('sources.step')}</th>
            {(['taken', 'given', 'failed', 'dropped'] as const).map((name) => (
              <th key={name} scope="col" className="mw-right">
                {t(`sources.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.pipeline} ${row.processor}`}>
              <td className={row.processor === '' ? undefined : styles.inner}>{row.processor === '' ? row.pipeline : row.processor}</td>
              <td className="mw-right">{formatCount(row.taken)}</td>
              <td className="mw-right">{formatCount(row.given)}</td>
              <td className="mw-right" data-bad={row.failed > 0 || undefined}>
                {formatCount(row.failed)}
              </td>
              <td className="mw-right">{formatCount(row.dropped)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Connect() {
  const { t } = useTranslation('logs');
  const [way, setWay] = useState<Way>('file');
  return (
    <Panel title={t('sources.connect')}>
      <div className={logsStyles.views}>
        <SegmentedControl
          aria-label={t('sources.connect')}
          value={way}
          onChange={(value) => setWay(WAYS.find((one) => one === value) ?? 'file')}
          data={WAYS.map((value) => ({ value, label: t(`sources.way.${value}`) }))}
        />
      </div>
      <p className="mw-muted">{t(`sources.how.${way}`)}</p>
      <div className={logsStyles.code}>
        <CopyText text={connectText(way, window.location.origin)} />
      </div>
    </Panel>
  );
}
