import { Button, Textarea } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addNote } from '@/api/incidents';
import { useAction } from '@/app/useAction';
import { usePersonName } from '@/app/usePersonName';

export interface NoteBoxProps {
  readonly id: string;
}

/** A note for the timeline; ⌘Enter sends. What was typed stays until it is stored. */
export function NoteBox({ id }: NoteBoxProps) {
  const { t } = useTranslation('incidents');
  const personName = usePersonName();
  const [text, setText] = useState('');
  const note = useAction(({ by, words }: { by: string; words: string }) => addNote(id, by, words), ['incident']);
  const send = async () => {
    const words = text.trim();
    if (words === '') return;
    const by = await personName();
    if (by !== null && (await note.run({ by, words }))) setText('');
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void send();
  };
  return (
    <form onSubmit={onSubmit} className="mw-stack" style={{ gap: 8 }}>
      <Textarea
        aria-label={t('noteLabel')}
        placeholder={t('notePlaceholder')}
        value={text}
        minRows={2}
        autosize
        maxLength={4000}
        data-search
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className="mw-row" style={{ justifyContent: 'flex-end' }}>
        <Button type="submit" variant="default" disabled={text.trim() === ''} loading={note.pending}>
          {t('addNote')}
        </Button>
      </div>
    </form>
  );
}
