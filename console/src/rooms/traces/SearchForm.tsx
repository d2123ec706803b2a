import { Autocomplete, Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useGoTo } from '@/app/HrefLink';
import { traceHref, tracesHref } from '@/lib/links';
import { ToggleChip } from '@/ui/Chips';
import { fetchOperations, fetchServices } from './api';
import { badFields, isTraceId, LIMITS, type TraceSearch } from './search';
import styles from './traces.module.css';

type SearchFormProps = {
  search: TraceSearch;
  onSearch: (search: TraceSearch) => void;
};

/** Choices search at once; what is typed searches on Enter. A trace id among the tags opens that trace. */
export function SearchForm({ search, onSearch }: SearchFormProps) {
  const { t } = useTranslation('traces');
  const goTo = useGoTo();
  const [draft, setDraft] = useState(search);
  const [shown, setShown] = useState(search);
  if (JSON.stringify(shown) !== JSON.stringify(search)) {
    // Back, or a link: the URL has another search than the form.
    setShown(search);
    setDraft(search);
  }
  const services = useQuery({
    queryKey: ['trace-services'],
    queryFn: ({ signal }) => fetchServices(signal),
    staleTime: 30_000,
  });
  const operations = useQuery({
    queryKey: ['trace-operations', draft.service],
    queryFn: ({ signal }) => fetchOperations(draft.service, signal),
    enabled: draft.service !== '',
    staleTime: 30_000,
  });
  const byId = isTraceId(draft.tags);
  // A single word with a digit is no tag: an order, a user or a request.
  const story = !byId && /^[\w.:@-]*\d[\w.:@-]*$/.test(draft.tags.trim());
  const bad = byId || story ? new Set<string>() : badFields(draft);
  const known = services.data ?? [];
  const change = (patch: Partial<TraceSearch>): void => setDraft((before) => ({ ...before, ...patch }));
  const now = (patch: Partial<TraceSearch>): void => onSearch({ ...draft, ...patch });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (byId) goTo(traceHref(draft.tags.trim().toLowerCase()));
    else if (story) goTo(tracesHref({ tab: 'story', id: draft.tags.trim(), from: 'now-7d', to: 'now' }));
    else if (bad.size === 0) onSearch(draft);
  };
  return (
    <form className={styles.form} onSubmit={submit} role="search">
      <Select
        label={t('service')}
        placeholder={t('allServices')}
        data={draft.service === '' || known.includes(draft.service) ? known : [draft.service, ...known]}
        value={draft.service === '' ? null : draft.service}
        onChange={(service) => now({ service: service ?? '', operation: '' })}
        searchable
        clearable
        nothingFoundMessage={t('noService')}
      />
      <Autocomplete
        label={t('operation')}
        placeholder={t('allOperations')}
        size="xs"
        data={operations.data ?? []}
        limit={200}
        value={draft.operation}
        onChange={(operation) => change({ operation })}
        onOptionSubmit={(operation) => now({ operation })}
      />
      <TextInput
        className={styles.formTags}
        data-search
        label={t('tags')}
        placeholder={t('tagsPlaceholder')}
        value={draft.tags}
        onChange={(event) => change({ tags: event.currentTarget.value })}
        error={bad.has('tags') ? t('badTags') : undefined}
        spellCheck={false}
      />
      {(['minDuration', 'maxDuration'] as const).map((name) => (
        <TextInput
          key={name}
          className={styles.formDuration}
          label={t(name)}
          placeholder={name === 'minDuration' ? '100ms' : '2s'}
          value={draft[name]}
          onChange={(event) => change({ [name]: event.currentTarget.value })}
          error={bad.has(name) ? t('badDuration') : undefined}
          spellCheck={false}
        />
      ))}
      <Select
        className={styles.formDuration}
        label={t('limit')}
        data={[...new Set([...LIMITS, draft.limit])].sort((a, b) => a - b).map(String)}
        value={String(draft.limit)}
        onChange={(limit) => now({ limit: Number(limit) })}
        allowDeselect={false}
      />
      <div className={styles.formActions}>
        <ToggleChip on={draft.errors} onToggle={() => now({ errors: !draft.errors })}>
          {t('errorsOnly')}
        </ToggleChip>
        <Button type="submit" disabled={bad.size > 0}>
          {byId ? t('openTrace') : story ? t('story.look') : t('search')}
        </Button>
      </div>
    </form>
  );
}
