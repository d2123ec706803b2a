import { Button, Textarea } from '@mantine/core';
import { IconCheck, IconFileText } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { acknowledgeFinding, fetchDetections, fetchEvidence, fetchFinding, type Finding } from '@/api/security';
import { HrefLink } from '@/app/HrefLink';
import { useAction } from '@/app/useAction';
import { usePersonName } from '@/app/usePersonName';
import { useLocale } from '@/i18n/locale';
import { Drawer } from '@/ui/Drawer';
import { LevelBadge } from '@/ui/LevelBadge';
import { Panel } from '@/ui/Panel';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';
import { inWords } from './findings';
import { StateBadge } from './StateBadge';

export interface FindingDrawerProps {
  readonly id: string;
  /** When the list has it already. */
  readonly known: Finding | undefined;
  readonly onClose: () => void;
  readonly onPrevious: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
}

/** One finding: what it means, the lines it rests on, and who looked at it. */
export function FindingDrawer({ id, known, onClose, onPrevious, onNext }: FindingDrawerProps) {
  const locale = useLocale();
  const query = useQuery({
    queryKey: ['finding', id],
    queryFn: ({ signal }) => fetchFinding(id, signal),
    ...(known === undefined ? {} : { initialData: known }),
  });
  const title = query.data === undefined ? id : `${id} ${inWords(query.data.title, locale)}`;
  return (
    <Drawer title={title} onClose={onClose} onPrevious={onPrevious} onNext={onNext}>
      <Panel label={id} query={query}>
        {query.data !== undefined && <Facts finding={query.data} />}
      </Panel>
    </Drawer>
  );
}

function Facts({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation('security');
  const locale = useLocale();
  const detections = useQuery({ queryKey: ['detections'], queryFn: ({ signal }) => fetchDetections(signal) });
  const meaning = detections.data?.find(({ id }) => id === finding.detection)?.meaning;
  return (
    <div className="mw-stack">
      <div className="mw-row mw-wrap" style={{ gap: 'var(--mw-space-2)' }}>
        <LevelBadge level={finding.level} />
        <StateBadge finding={finding} />
        <span className="mw-mono mw-strong">{finding.subject}</span>
        <span className="mw-muted">{t('hits', { count: finding.hits })}</span>
      </div>
      <div className="mw-muted">
        <AbsoluteTime ms={finding.firstAt} /> – <AbsoluteTime ms={finding.lastAt} />
      </div>
      {meaning !== undefined && <div>{inWords(meaning, locale)}</div>}
      {finding.note !== '' && <div style={{ whiteSpace: 'pre-wrap' }}>{finding.note}</div>}
      <div>
        <HrefLink href={finding.logs}>
          <IconFileText size={14} /> {t('toLogs')}
        </HrefLink>
      </div>
      <Evidence finding={finding} />
      {finding.state !== 'acknowledged' && <Acknowledge finding={finding} />}
    </div>
  );
}

function Evidence({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation('security');
  const lines = useQueries({
    queries: finding.evidence.map(({ index, id }) => ({
      queryKey: ['evidence', index, id],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchEvidence(index, id, signal),
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    })),
  });
  const known = lines.flatMap(({ data }) => (data === undefined ? [] : [data]));
  return (
    <>
      <h3>{t('evidence', { count: finding.evidence.length })}</h3>
      {known.length === 0 && !lines.some(({ isFetching }) => isFetching) && <EmptyState>{t('noEvidence')}</EmptyState>}
      {known.map(({ _id, _source }) => (
        <pre key={_id} className="mw-mono" style={{ margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {JSON.stringify(_source, null, 1)}
        </pre>
      ))}
    </>
  );
}

function Acknowledge({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation('security');
  const personName = usePersonName();
  const [note, setNote] = useState('');
  const action = useAction((by: string) => acknowledgeFinding(finding.id, by, note.trim()), ['findings', 'finding', 'detections']);
  const run = async () => {
    const by = await personName();
    if (by !== null) await action.run(by);
  };
  return (
    <>
      <Textarea label={t('note')} placeholder={t('notePlaceholder')} value={note} onChange={(event) => setNote(event.currentTarget.value)} autosize minRows={2} />
      <div>
        <Button leftSection={<IconCheck size={14} />} loading={action.pending} onClick={() => void run()}>
          {t('acknowledge')}
        </Button>
      </div>
    </>
  );
}
