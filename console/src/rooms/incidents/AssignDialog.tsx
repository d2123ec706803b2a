import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentDialogProps } from './IncidentMenu';

/** Who leads from now on. */
export function AssignDialog({ incident, onClose, onChange }: IncidentDialogProps) {
  const { t } = useTranslation('incidents');
  const { t: common } = useTranslation('common');
  const [name, setName] = useState(incident.assignee ?? '');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onChange(name.trim() === '' ? { verb: 'assign' } : { verb: 'assign', to: name.trim() });
  };
  return (
    <Modal opened onClose={onClose} title={t('menu.assign')} size={400} closeButtonProps={{ 'aria-label': common('action.close') }}>
      <form className="mw-stack" onSubmit={onSubmit}>
        <TextInput
          label={t('assignTo')}
          description={t('assignNobody')}
          value={name}
          maxLength={100}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit">{common('action.save')}</Button>
      </form>
    </Modal>
  );
}
