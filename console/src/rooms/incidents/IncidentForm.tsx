import { Button, Modal, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createIncident, type NewIncident } from '@/api/incidents';
import { useGoTo } from '@/app/HrefLink';
import { useAction } from '@/app/useAction';
import { usePersonName } from '@/app/usePersonName';
import { PRIORITIES, type Priority } from '@/ui/levels';

export interface IncidentFormProps {
  readonly onClose: () => void;
}

export function IncidentForm({ onClose }: IncidentFormProps) {
  const { t } = useTranslation('incidents');
  const { t: common } = useTranslation('common');
  const goTo = useGoTo();
  const personName = usePersonName();
  const [title, setTitle] = useState('');
  const [priority, setPriority] = useState<Priority>('P2');
  const [note, setNote] = useState('');
  const create = useAction(
    (incident: NewIncident) => createIncident(incident),
    ['incidents', 'overview', 'status'],
    ({ id }) => goTo(`/incidents/${id}`),
  );
  const submit = async () => {
    const by = await personName();
    if (by !== null) await create.run({ title: title.trim(), priority, by, note: note.trim() === '' ? undefined : note.trim() });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() !== '') void submit();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('form.title')}
      size={480}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <form className="mw-stack" onSubmit={onSubmit}>
        <TextInput
          label={t('form.name')}
          placeholder={t('form.namePlaceholder')}
          value={title}
          maxLength={200}
          data-autofocus
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <div>
          <div className="mw-muted" style={{ marginBottom: 4 }}>
            {t('form.priority')}
          </div>
          <SegmentedControl
            fullWidth
            value={priority}
            onChange={(next) => setPriority(PRIORITIES.find((one) => one === next) ?? 'P2')}
            data={[...PRIORITIES]}
          />
          <div className="mw-muted" style={{ marginTop: 4 }}>
            {common(`priority.${priority}`)}
          </div>
        </div>
        <Textarea
          label={t('form.note')}
          value={note}
          minRows={3}
          autosize
          maxLength={4000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className="mw-row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {common('action.cancel')}
          </Button>
          <Button type="submit" disabled={title.trim() === ''} loading={create.pending}>
            {t('form.submit')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
