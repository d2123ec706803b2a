import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/lib/format';
import { applied, complete, type KnownValues, type Suggestion } from './completion';
import styles from './query.module.css';

type QueryBarProps = {
  q: string;
  known: KnownValues;
  fields: readonly string[];
  failed: boolean;
  onSubmit: (q: string) => void;
};

/** One line of query with completion of fields and values; Enter searches. */
export function QueryBar({ q, known, fields, failed, onSubmit }: QueryBarProps) {
  const { t } = useTranslation('logs');
  const [draft, setDraft] = useState(q);
  const [shown, setShown] = useState(q);
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  if (shown !== q) {
    setShown(q);
    setDraft(q);
  }
  const completion = complete(draft, caret, known, fields);
  const suggestions = open ? completion.suggestions : [];

  const type = (text: string, at: number): void => {
    setDraft(text);
    setCaret(at);
    setOpen(true);
    setActive(-1);
  };
  const choose = (suggestion: Suggestion): void => {
    const next = applied(draft, completion, suggestion);
    type(next.q, next.caret);
    setOpen(suggestion.kind === 'field');
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(next.caret, next.caret);
    });
  };
  const submit = (): void => {
    setOpen(false);
    onSubmit(draft.trim());
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const count = suggestions.length;
    const chosen = suggestions[active];
    if (event.key === 'ArrowDown' && count > 0) setActive((active + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0) setActive((active <= 0 ? count : active) - 1);
    else if (event.key === 'ArrowDown') setOpen(true);
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) choose(chosen);
    else if (event.key === 'Enter') submit();
    else if (event.key === 'Escape' && open) setOpen(false);
    else if (event.key === 'Escape') input.current?.blur();
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.queryBar}>
      <div className={styles.queryField}>
        <TextInput
          ref={input}
          data-search
          size="sm"
          role="combobox"
          aria-label={t('query')}
          aria-expanded={suggestions.length > 0}
          aria-controls={listId}
          aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder={t('queryPlaceholder')}
          leftSection={<IconSearch size={15} />}
          rightSection={
            draft === '' ? undefined : (
              <ActionIcon size={22} aria-label={t('clear')} onClick={() => onSubmit('')}>
                <IconX size={14} />
              </ActionIcon>
            )
          }
          error={failed}
          value={draft}
          onChange={(event) => type(event.currentTarget.value, event.currentTarget.selectionStart ?? 0)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onFocus={() => setActive(-1)}
          onBlur={() => setOpen(false)}
          onKeyDown={onKey}
          classNames={{ input: styles.queryInput ?? '' }}
        />
        {suggestions.length > 0 && (
          <div id={listId} role="listbox" aria-label={t('suggestions')} className={styles.suggestions}>
            {suggestions.map((suggestion, at) => (
              // The field keeps the focus and takes the keys.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
              <div
                key={suggestion.insert}
                id={`${listId}-${at}`}
                role="option"
                tabIndex={-1}
                aria-selected={at === active}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(suggestion)}
              >
                <code>{suggestion.label}</code>
                <span className="mw-muted">
                  {suggestion.count === undefined ? t(`kind.${suggestion.kind}`) : formatCount(suggestion.count)}
                </span>
              </div>
            ))}
          </div>
        )}
      </div>
      <Button h={36} onClick={submit}>
        {t('search')}
      </Button>
    </div>
  );
}
