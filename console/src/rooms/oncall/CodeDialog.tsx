import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ContactName, verifyContact } from '@/api/oncall';
import { useAction } from '@/app/useAction';

export interface CodeDialogProps {
  readonly contact: ContactName;
  readonly onClose: () => void;
}

/** Takes back the code that a contact received. */
export function CodeDialog({ contact, onClose }: CodeDialogProps) {
  const { t } = useTranslation('oncall');
  const { t: common } = useTranslation('common');
  const [code, setCode] = useState('');
  const verify = useAction((digits: string) => verifyContact(contact, digits), ['oncall'], onClose);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void verify.run(code.trim());
  };
  return (
    <Modal opened onClose={onClose} title={t('verify')} size={360} closeButtonProps={{ 'aria-label': common('action.close') }}>
      <form className="mw-stack" onSubmit={onSubmit}>
        <TextInput
          label={t('code')}
          description={t('codeHint', { address: contact.address })}
          value={code}
          inputMode="numeric"
          maxLength={6}
          data-autofocus
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" disabled={code.trim().length !== 6} loading={verify.pending}>
          {t('verify')}
        </Button>
      </form>
    </Modal>
  );
}
