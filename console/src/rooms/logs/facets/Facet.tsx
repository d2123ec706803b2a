import { ActionIcon, TextInput } from '@mantine/core';
import { IconMinus, IconPlus, IconSearch, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { logLevelColor } from '@/charts/palette';
import { useLocale } from '@/i18n/locale';
import { formatNumber } from '@/lib/format';
import { useDraft } from '@/lib/useDraft';
import { fetchValues, type FacetValue, type LogFacets, type LogQuery } from '@/rooms/logs/api';
import { useColumnName } from '@/rooms/logs/list/HeaderRow';
import { clauseState, withClause, withoutClause } from '@/rooms/logs/queryText';
import { flipped } from '@/rooms/logs/rows';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import styles from './facets.module.css';

const SHOWN = 5;
const SEARCHED_FROM = 8;

type FacetProps = {
  name: string;
  counted: LogFacets[string] | undefined;
  view: LogUrl;
  request: LogQuery;
  onRemove: (() => void) | undefined;
};

/** The commonest values of one field; more on demand, any by its text. */
export function Facet({ name, counted, view, request, onRemove }: FacetProps) {
  const { t } = useTranslation('logs');
  const title = useColumnName(name);
  const [all, setAll] = useState(false);
  const [find, setFind] = useState<string | null>(null);
  const values = counted?.values ?? [];
  const found = useFound(name, find, request);
  const shown = find !== null && find !== '' ? found : all ? values : values.slice(0, SHOWN);
  const top = Math.max(1, ...shown.map(({ count }) => count));
  const many = values.length > SEARCHED_FROM || (counted?.other ?? 0) > 0;
  return (
    <section className={styles.facet} aria-label={title}>
      <header>
        <h2 title={name}>{title}</h2>
        {many && (
          <ActionIcon
            size={20}
            aria-label={t('facet.find', { field: title })}
            aria-expanded={find !== null}
            onClick={() => setFind(find === null ? '' : null)}
          >
            <IconSearch size={12} />
          </ActionIcon>
        )}
        {onRemove !== undefined && (
          <ActionIcon size={20} className={styles.facetOut} aria-label={t('facet.remove', { field: title })} onClick={onRemove}>
            <IconX size={12} />
          </ActionIcon>
        )}
      </header>
      {find !== null && <FindValue title={title} find={find} onFind={setFind} />}
      {shown.length === 0 && <p className="mw-muted">{t(find === null ? 'facet.none' : 'facet.notFound')}</p>}
      {shown.map((value) => (
        <Value key={value.value} name={name} value={value} top={top} view={view} />
      ))}
      {find === null && values.length > SHOWN && (
        <button type="button" className={styles.more} onClick={() => setAll(!all)}>
          {all ? <IconMinus size={11} aria-hidden /> : <IconPlus size={11} aria-hidden />}
          {all ? t('fewer') : t('moreValues', { count: values.length - SHOWN })}
        </button>
      )}
    </section>
  );
}

function FindValue({ title, find, onFind }: { title: string; find: string; onFind: (find: string) => void }) {
  const { t } = useTranslation('logs');
  const [draft, setDraft] = useDraft(find, onFind);
  return (
    <TextInput
      className={styles.find ?? ''}
      aria-label={t('facet.find', { field: title })}
      placeholder={t('facet.findValue')}
      autoFocus
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
    />
  );
}

const NONE: readonly FacetValue[] = [];

function useFound(field: string, find: string | null, request: LogQuery): readonly FacetValue[] {
  const query = useQuery({
    queryKey: ['logs-facet-values', field, find, request],
    queryFn: ({ signal }) => fetchValues(request, field, find ?? '', signal),
    enabled: find !== null && find !== '',
    placeholderData: keepPreviousData,
  });
  return query.data ?? NONE;
}

function Value({ name, value: { value, count }, top, view }: { name: string; value: FacetValue; top: number; view: LogUrl }) {
  const { t } = useTranslation('logs');
  const locale = useLocale();
  const chips = name === 'level' ? view.levels : name === 'service' ? view.services : null;
  const state = clauseState(view.q, name, value);
  const on = chips?.includes(value) === true || state === 1;
  const narrow = (): void => {
    if (state !== 0) view.set({ q: withoutClause(view.q, name, value) });
    else if (name === 'level') view.set({ levels: flipped(view.levels, value) });
    else if (name === 'service') view.set({ services: flipped(view.services, value) });
    else view.set({ q: withClause(view.q, name, value) });
  };
  return (
    <div className={styles.facetRow} data-on={on || undefined}>
      <button type="button" aria-pressed={on} title={value} onClick={narrow}>
        <i style={{ width: `${(count / top) * 100}%` }} />
        {name === 'level' && <b className={styles.dot} style={{ background: logLevelColor(value) }} />}
        <span>{value === '' ? t('emptyValue') : value}</span>
        <em>{formatNumber(count, locale)}</em>
      </button>
      <ActionIcon
        size={20}
        className={styles.facetOut}
        aria-label={t('filterOut', { field: name, value })}
        onClick={() => view.set({ q: withClause(view.q, name, value, true) })}
      >
        <IconMinus size={12} />
      </ActionIcon>
    </div>
  );
}
