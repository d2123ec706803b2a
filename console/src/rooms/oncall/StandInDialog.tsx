import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Person, type Schedule, standIn } from '@/api/oncall';
import { useAction } from '@/app/useAction';
import { usePersonName } from '@/app/usePersonName';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatTime, parseTime } from '@/lib/time';
import { useNow } from '@/ui/useNow';

const HOUR_MS = 3_600_000;

export interface StandInDialogProps {
  readonly schedule: Schedule;
  readonly people: readonly Person[];
  readonly onClose: () => void;
}

/** Somebody takes the calls of a schedule for a while. */
export function StandInDialog({ schedule, people, onClose }: StandInDialogProps) {
  const { t } = useTranslation('oncall');
  const { t: common } = useTranslation('common');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const personName = usePersonName();
  const now = useNow();
  const [person, setPerson] = useState(people[0]?.id ?? '');
  const [from, setFrom] = useState(() => formatTime(Date.now(), locale, timeZone).slice(0, 16));
  const [until, setUntil] = useState(() => formatTime(Date.now() + 8 * HOUR_MS, locale, timeZone).slice(0, 16));
  const fromMs = parseTime(from, now, timeZone);
  const untilMs = parseTime(until, now, timeZone);
  const good = fromMs !== null && untilMs !== null && fromMs < untilMs && person !== '';
  const save = useAction(standIn, ['oncall'], onClose);
  const submit = async () => {
    const by = await personName();
    if (by === null || fromMs === null || untilMs === null) return;
    await save.run({
      schedule: schedule.id,
      person,
      from: new Date(fromMs).toISOString(),
      until: new Date(untilMs).toISOString(),
      by,
    });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (good) void submit();
  };
  return (
    <Modal opened onClose={onClose} title={`${t('takeShift')} · ${schedule.name}`} size={400} closeButtonProps={{ 'aria-label': common('action.close') }}>
      <form className="mw-stack" onSubmit={onSubmit}>
        <NativeSelect
          label={t('person')}
          value={person}
          onChange={(event) => setPerson(event.currentTarget.value)}
          data={people.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextInput label={t('from')} value={from} error={fromMs === null} onChange={(event) => setFrom(event.currentTarget.value)} />
        <TextInput label={t('to')} value={until} error={untilMs === null} onChange={(event) => setUntil(event.currentTarget.value)} />
        <Button type="submit" disabled={!good} loading={save.pending}>
          {common('action.save')}
        </Button>
      </form>
    </Modal>
  );
}
