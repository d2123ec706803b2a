import { Button, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { savePlan, type StoredPlan } from '@/api/oncall';
import { useAction } from '@/app/useAction';
import { usePersonName } from '@/app/usePersonName';
import { starterPlan } from './plan';

export interface PlanDialogProps {
  readonly stored: StoredPlan;
  readonly onClose: () => void;
}

/** The whole plan as text; the server says what is wrong with it, by path. */
export function PlanDialog({ stored, onClose }: PlanDialogProps) {
  const { t } = useTranslation('oncall');
  const { t: common } = useTranslation('common');
  const personName = usePersonName();
  const [text, setText] = useState(() => JSON.stringify(stored.plan, null, 2));
  const plan = parsed(text);
  const save = useAction(
    ({ by, next }: { by: string; next: unknown }) => savePlan(next, stored.version, by),
    ['oncall'],
    onClose,
  );
  const submit = async () => {
    const by = await personName();
    if (by !== null && plan !== null) await save.run({ by, next: plan });
  };
  const begin = () => setText(JSON.stringify(starterPlan(new Date().toISOString().slice(0, 10)), null, 2));
  return (
    <Modal opened onClose={onClose} title={t('edit')} size={900} closeButtonProps={{ 'aria-label': common('action.close') }}>
      <div className="mw-stack">
        <div className="mw-muted">{t('editHint')}</div>
        <Textarea
          aria-label={t('edit')}
          value={text}
          minRows={16}
          maxRows={28}
          autosize
          spellCheck={false}
          error={plan === null && t('notJson')}
          classNames={{ input: 'mw-mono' }}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className="mw-row" style={{ justifyContent: 'flex-end' }}>
          {stored.version === 0 && (
            <Button variant="default" onClick={begin}>
              {t('starter')}
            </Button>
          )}
          <Button disabled={plan === null} loading={save.pending} onClick={() => void submit()}>
            {common('action.save')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
