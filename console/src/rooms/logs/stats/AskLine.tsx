import { Autocomplete, Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/lib/format';
import { fetchFacets, fetchValues } from '@/rooms/logs/api';
import { clause } from '@/rooms/logs/queryText';
import { flipped } from '@/rooms/logs/rows';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { ToggleChip } from '@/ui/Chips';
import type { Period } from './api';
import styles from './stats.module.css';

type AskLineProps = { view: LogUrl; period: Period; category: string };

const MOST_ACTIONS = 16;

/** Whose lines, and which actions: the user by name, the actions as chips with their counts. */
export function AskLine({ view, period, category }: AskLineProps) {
  const { t } = useTranslation('logs');
  const [draft, setDraft] = useState(view.user);
  const [shown, setShown] = useState(view.user);
  if (shown !== view.user) {
    setShown(view.user);
    setDraft(view.user);
  }
  const within = { ...period, levels: [], services: [] };
  const users = useQuery({
    queryKey: ['log-users', category, draft, period],
    queryFn: ({ signal }) => fetchValues({ ...within, q: clause('category', category) }, 'userId', draft, signal),
    placeholderData: keepPreviousData,
  });
  const q = [clause('category', category), ...(view.user === '' ? [] : [clause('userId', view.user)])].join(' ');
  const actions = useQuery({
    queryKey: ['log-actions', q, period],
    queryFn: ({ signal }) => fetchFacets({ ...within, q }, ['action'], MOST_ACTIONS, signal),
    placeholderData: keepPreviousData,
  });
  const counted = actions.data?.['action']?.values ?? [];
  const names = [...counted, ...view.actions.filter((name) => !counted.some(({ value }) => value === name)).map((value) => ({ value, count: 0 }))];
  return (
    <div className={styles.ask}>
      <form
        className="mw-row"
        onSubmit={(event) => {
          event.preventDefault();
          view.set({ user: draft.trim() });
        }}
      >
        <Autocomplete
          size="xs"
          data-search
          aria-label={t('user')}
          placeholder={t('userHint')}
          value={draft}
          data={[...new Set((users.data ?? []).map(({ value }) => value))]}
          filter={({ options }) => options}
          onChange={setDraft}
          onOptionSubmit={(user) => view.set({ user })}
        />
        <Button type="submit">{t('search')}</Button>
        {view.user !== '' && (
          <Button variant="default" onClick={() => view.set({ user: '' })}>
            {t('everyone')}
          </Button>
        )}
      </form>
      <div className="mw-chips" role="group" aria-label={t('action')}>
        {names.map(({ value, count }) => (
          <ToggleChip key={value} on={view.actions.includes(value)} onToggle={() => view.set({ actions: flipped(view.actions, value) })}>
            {value}
            <span className="mw-muted">&nbsp;{formatCount(count)}</span>
          </ToggleChip>
        ))}
      </div>
    </div>
  );
}
