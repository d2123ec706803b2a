import { ActionIcon, Button, Modal, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alert } from '@/api/alerts';
import { createSilence, fetchAlertsMatching, type MatchOperator, type NewSilence } from '@/api/alertmanager';
import { usePerson } from '@/app/status';
import { useAction } from '@/app/useAction';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatTime } from '@/lib/time';
import { parseDuration } from '@/lib/units';
import { ToggleChip } from '@/ui/Chips';
import { Panel } from '@/ui/Panel';
import { useNow } from '@/ui/useNow';
import { isBounded, type MatcherRow, proposedRows, toMatchers } from './silence';

export interface SilenceFormProps {
  /** The alert that it begins with; without one the form is blank. */
  readonly alert: Alert | undefined;
  readonly onClose: () => void;
}

const DURATIONS = ['30m', '2h', '8h', '1d', '7d'] as const;
const OPERATORS: MatchOperator[] = ['=', '!=', '=~', '!~'];

/** A silence, shown together with what it would hit before it is made. */
export function SilenceForm({ alert, onClose }: SilenceFormProps) {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation('common');
  const person = usePerson();
  const locale = useLocale();
  const timeZone = useTimeZone();
  const now = useNow();
  const [rows, setRows] = useState<readonly MatcherRow[]>(() => proposedRows(alert));
  const [duration, setDuration] = useState('2h');
  const [by, setBy] = useState(person.name);
  const [comment, setComment] = useState('');
  const matchers = toMatchers(rows);
  const bounded = isBounded(matchers);
  const seconds = parseDuration(duration);
  const ready = bounded && seconds !== null && seconds > 0 && by.trim() !== '' && comment.trim() !== '';
  const create = useAction(
    (wanted: NewSilence) => createSilence(wanted),
    ['silences', 'alerts', 'status'],
    () => {
      notifications.show({ message: t('silence.created'), closeButtonProps: { 'aria-label': common('action.close') } });
      onClose();
    },
  );
  const hits = useHits(rows, bounded);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    if (!person.signedIn) person.set(by.trim());
    const startsAtMs = Date.now();
    const endsAtMs = startsAtMs + seconds * 1000;
    void create.run({ matchers, startsAtMs, endsAtMs, createdBy: by.trim(), comment: comment.trim() });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('silence.title')}
      size={600}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <form className="mw-stack" onSubmit={submit}>
        <MatcherRows rows={rows} onChange={setRows} />
        <Panel label={t('silence.matchers')} query={bounded ? hits : undefined}>
          {bounded ? <Hits names={hits.data ?? []} /> : <span className="mw-muted">{t('silence.needMatcher')}</span>}
        </Panel>
        <div>
          <TextInput
            label={t('silence.duration')}
            description={
              seconds === null ? undefined : t('silence.until', { at: formatTime(now + seconds * 1000, locale, timeZone) })
            }
            error={seconds === null ? t('silence.durationBad') : undefined}
            placeholder={t('silence.durationHint')}
            value={duration}
            onChange={(event) => setDuration(event.currentTarget.value)}
          />
          <div className="mw-chips" style={{ marginTop: 6 }}>
            {DURATIONS.map((choice) => (
              <ToggleChip key={choice} on={duration === choice} onToggle={() => setDuration(choice)}>
                {choice}
              </ToggleChip>
            ))}
          </div>
        </div>
        <TextInput
          label={t('silence.comment')}
          placeholder={t('silence.commentHint')}
          value={comment}
          maxLength={500}
          data-autofocus
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <TextInput
          label={t('silence.by')}
          value={by}
          maxLength={64}
          disabled={person.signedIn}
          onChange={(event) => setBy(event.currentTarget.value)}
        />
        <div className="mw-row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={create.pending}>
            {(hits.data?.length ?? 0) > 0 && bounded
              ? t('silence.submit', { count: hits.data?.length ?? 0 })
              : t('silence.submitNone')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The names of the alerts that would be silenced, asked of the engine whenever typing pauses. */
function useHits(rows: readonly MatcherRow[], bounded: boolean) {
  const [settled] = useDebouncedValue(rows, 300);
  const matchers = toMatchers(settled);
  return useQuery({
    queryKey: ['alerts', 'matching', matchers],
    queryFn: async ({ signal }) => {
      const found = await fetchAlertsMatching(matchers, signal);
      return found.map(({ labels, fingerprint }) => labels['alertname'] ?? fingerprint);
    },
    enabled: bounded && isBounded(matchers),
    placeholderData: (before) => before,
    retry: false,
  });
}

function Hits({ names }: { readonly names: readonly string[] }) {
  const { t } = useTranslation('alerts');
  if (names.length === 0) return <span className="mw-muted">{t('silence.previewNone')}</span>;
  const shown = [...new Set(names)].slice(0, 8);
  return (
    <div>
      <div className="mw-strong">{t('silence.preview', { count: names.length })}</div>
      <div className="mw-muted">{shown.join('、')}</div>
    </div>
  );
}

interface MatcherRowsProps {
  readonly rows: readonly MatcherRow[];
  readonly onChange: (rows: readonly MatcherRow[]) => void;
}

function MatcherRows({ rows, onChange }: MatcherRowsProps) {
  const { t } = useTranslation('alerts');
  const change = (key: number, patch: Partial<MatcherRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...patch } : row)));
  const add = () => {
    const key = Math.max(0, ...rows.map((row) => row.key)) + 1;
    onChange([...rows, { key, name: '', operator: '=', value: '' }]);
  };
  return (
    <div className="mw-stack" style={{ gap: 4 }}>
      <div className="mw-muted">{t('silence.matchers')}</div>
      {rows.map((row) => (
        <div key={row.key} className="mw-matcher">
          <TextInput
            aria-label={t('silence.name')}
            value={row.name}
            onChange={(event) => change(row.key, { name: event.currentTarget.value })}
          />
          <Select
            aria-label={t('silence.operator')}
            data={OPERATORS}
            value={row.operator}
            allowDeselect={false}
            onChange={(next) => change(row.key, { operator: OPERATORS.find((one) => one === next) ?? '=' })}
          />
          <TextInput
            aria-label={t('silence.value')}
            value={row.value}
            onChange={(event) => change(row.key, { value: event.currentTarget.value })}
          />
          <ActionIcon
            aria-label={t('silence.remove', { name: row.name })}
            onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button variant="subtle" color="gray" leftSection={<IconPlus size={13} />} onClick={add}>
          {t('silence.add')}
        </Button>
      </div>
    </div>
  );
}
