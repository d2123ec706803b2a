import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { writePreference } from '@/i18n/preferences';
import { personPrompt } from './personPrompt';

export function PersonDialog() {
  const { t } = useTranslation();
  const asking = useSyncExternalStore(personPrompt.subscribe, personPrompt.asking);
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = name.trim();
    if (given === '') return;
    writePreference('person', given);
    personPrompt.answer(given);
  };
  return (
    <Modal
      opened={asking}
      onClose={() => personPrompt.answer(null)}
      title={t('person.who')}
      size={360}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form onSubmit={submit} className="mw-stack">
        <TextInput
          label={t('person.name')}
          description={t('person.hint')}
          value={name}
          maxLength={64}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="mw-row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={() => personPrompt.answer(null)}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" disabled={name.trim() === ''}>
            {t('action.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
