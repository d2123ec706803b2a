import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/lib/format';
import type { LogField, LogQuery } from '@/rooms/logs/api';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { applied, complete, valueAsked, type Suggestion } from './completion';
import { lint, serverProblem } from './lint';
import { MemoryMenu } from './MemoryMenu';
import styles from './query.module.css';
import { Underlines } from './Underlines';
import type { Memory } from './useMemory';
import { useKnownValues } from './useKnownValues';

type QueryBarProps = {
  q: string;
  request: LogQuery;
  fields: readonly LogField[];
  /** What the server says of a query that it cannot read. */
  refused: string | undefined;
  memory: Memory;
  view: LogUrl;
  onSubmit: (q: string) => void;
};

/** One line of query with completion of fields and values, and its mistakes underlined; Enter searches. */
export function QueryBar({ q, request, fields, refused, memory, view, onSubmit }: QueryBarProps) {
  const { t } = useTranslation('logs');
  const [draft, setDraft] = useState(q);
  const [shown, setShown] = useState(q);
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const problemId = useId();
  const [scroll, setScroll] = useState(0);
  const [focused, setFocused] = useState(false);
  if (shown !== q) {
    setShown(q);
    setDraft(q);
  }
  const names = useMemo(() => fields.map(({ name }) => name), [fields]);
  const known = useKnownValues(open ? valueAsked(draft, caret) : null, request, fields);
  const completion = complete(draft, caret, known, names);
  const problems = useMemo(() => {
    const found = lint(draft, names);
    return refused !== undefined && draft.trim() === q && !found.some(({ severity }) => severity === 'error')
      ? [...found, serverProblem(q, refused)]
      : found;
  }, [draft, names, refused, q]);
  // What is still being written is not yet wrong.
  const told = focused && open ? undefined : problems[0];
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
          error={problems.some(({ severity }) => severity === 'error')}
          aria-describedby={told === undefined ? undefined : problemId}
          value={draft}
          onChange={(event) => type(event.currentTarget.value, event.currentTarget.selectionStart ?? 0)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          onScroll={(event) => setScroll(event.currentTarget.scrollLeft)}
          onFocus={() => {
            setActive(-1);
            setFocused(true);
          }}
          onBlur={() => {
            setOpen(false);
            setFocused(false);
          }}
          onKeyDown={onKey}
          classNames={{ input: styles.queryInput ?? '' }}
        />
        <Underlines q={draft} problems={problems} scroll={scroll} />
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
        {told !== undefined && (
          <p id={problemId} className={styles.problem} data-severity={told.severity}>
            {told.kind === 'server' ? told.text : t(`lint.${told.kind}`, { text: told.text })}
          </p>
        )}
      </div>
      <MemoryMenu memory={memory} view={view} />
      <Button h={36} onClick={submit}>
        {t('search')}
      </Button>
    </div>
  );
}
