import { Button, Modal, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { checkRules } from '@/api/rules';
import { CopyText } from '@/ui/CopyText';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { Findings } from './Findings';
import { RehearsalPanel } from './RehearsalPanel';
import { type Draft, ruleFile } from './trial';

export interface RuleTrialProps {
  /** What the form begins with. */
  readonly draft: Draft;
  readonly onClose: () => void;
}

const SEVERITIES = ['critical', 'high', 'warning', 'info'] as const;
const DAYS = ['1', '7', '30'];

/** A rule is written and, before it serves, checked and played over the past. */
export function RuleTrial({ draft: first, onClose }: RuleTrialProps) {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation('common');
  const [draft, setDraft] = useState(first);
  const [days, setDays] = useState('7');
  const [asked, setAsked] = useState<{ text: string; days: number } | null>(null);
  const change = (patch: Partial<Draft>): void => setDraft((before) => ({ ...before, ...patch }));
  const ready = draft.name.trim() !== '' && draft.expr.trim() !== '';
  const text = ruleFile(draft);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('trial.title')}
      size={860}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <div className="mw-stack">
        <Fields draft={draft} onChange={change} />
        <FindingsPanel text={text} ready={ready} onCorrect={(expr) => change({ expr })} />
        <div className="mw-facts-inline">
          <SegmentedControl
            size="xs"
            aria-label={t('trial.past')}
            value={days}
            data={DAYS.map((value) => ({ value, label: t('trial.days', { count: Number(value) }) }))}
            onChange={setDays}
          />
          <Button disabled={!ready} onClick={() => setAsked({ text, days: Number(days) })}>
            {t('trial.rehearse')}
          </Button>
          {asked !== null && asked.text !== text && <span className="mw-muted">{t('trial.changed')}</span>}
        </div>
        {asked !== null && <RehearsalPanel {...asked} onCancel={() => setAsked(null)} />}
        <div>
          <h3>{t('trial.file')}</h3>
          <div className="mw-expr-block">
            <CopyText text={text} />
          </div>
          <p className="mw-muted">{t('trial.how')}</p>
        </div>
      </div>
    </Modal>
  );
}

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (patch: Partial<Draft>) => void;
}

function Fields({ draft, onChange }: FieldsProps) {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation('common');
  return (
    <>
      <div className="mw-facts-inline">
        <TextInput
          label={t('trial.name')}
          style={{ flex: '2 1 200px' }}
          value={draft.name}
          data-autofocus
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
        <Select
          label={t('trial.severity')}
          style={{ flex: '1 1 110px' }}
          allowDeselect={false}
          value={draft.severity}
          data={SEVERITIES.map((value) => ({ value, label: common(`level.${value}`) }))}
          onChange={(value) => onChange({ severity: value ?? '' })}
        />
        <TextInput
          label={t('trial.for')}
          style={{ flex: '1 1 80px' }}
          placeholder="2m"
          value={draft.hold}
          onChange={(event) => onChange({ hold: event.currentTarget.value })}
        />
        <TextInput
          label={t('trial.keep')}
          style={{ flex: '1 1 80px' }}
          placeholder="5m"
          value={draft.keepFiring}
          onChange={(event) => onChange({ keepFiring: event.currentTarget.value })}
        />
      </div>
      <Textarea
        label={t('drawer.expr')}
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        value={draft.expr}
        onChange={(event) => onChange({ expr: event.currentTarget.value })}
      />
      <TextInput
        label={t('trial.summary')}
        value={draft.annotations['summary'] ?? ''}
        onChange={(event) => onChange({ annotations: { ...draft.annotations, summary: event.currentTarget.value } })}
      />
    </>
  );
}

interface FindingsPanelProps {
  readonly text: string;
  readonly ready: boolean;
  readonly onCorrect: (expr: string) => void;
}

/** What is wrong with the rule, asked of the server whenever typing pauses. */
function FindingsPanel({ text, ready, onCorrect }: FindingsPanelProps) {
  const { t } = useTranslation('alerts');
  const [settled] = useDebouncedValue(text, 400);
  const query = useQuery({
    queryKey: ['rule-check', settled],
    queryFn: ({ signal }) => checkRules(settled, signal),
    enabled: ready,
    placeholderData: (before) => before,
    retry: false,
  });
  if (!ready) return <span className="mw-muted">{t('trial.needed')}</span>;
  return (
    <Panel
      title={t('trial.findings')}
      query={query}
      empty={
        query.data?.problems.length === 0 &&
        query.data.findings.length === 0 && <EmptyState>{t('trial.noFindings')}</EmptyState>
      }
    >
      {query.data !== undefined && <Findings checked={query.data} onCorrect={onCorrect} />}
    </Panel>
  );
}
