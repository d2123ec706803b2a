import { ActionIcon } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '@/i18n/locale';
import { formatNumber } from '@/lib/format';
import { SkeletonRows } from '@/ui/states';
import type { FacetValue } from './api';
import styles from './facets.module.css';
import { clauseState, withClause, withoutClause } from './queryText';
import { flipped } from './rows';
import type { LogUrl } from './useLogUrl';

const SHOWN = 5;
const ORDER = ['service', 'level', 'category', 'action'];
const NAMED = ['service', 'level', 'category', 'action'] as const;

type FacetsProps = {
  facets: Readonly<Record<string, readonly FacetValue[]>>;
  view: LogUrl;
  pending: boolean;
};

/** How the lines found divide by field; a click narrows to a value or leaves it out. */
export function Facets({ facets, view, pending }: FacetsProps) {
  const { t } = useTranslation('logs');
  const names = Object.keys(facets).sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  if (pending) return <SkeletonRows rows={8} height={18} />;
  const filled = names.filter((name) => (facets[name]?.length ?? 0) > 0);
  if (filled.length === 0) return <p className="mw-muted">{t('noFacets')}</p>;
  return (
    <>
      {filled.map((name) => (
        <Facet key={name} name={name} values={facets[name] ?? []} view={view} />
      ))}
    </>
  );
}

const rank = (name: string): number => {
  const at = ORDER.indexOf(name);
  return at < 0 ? ORDER.length : at;
};

function Facet({ name, values, view }: { name: string; values: readonly FacetValue[]; view: LogUrl }) {
  const { t } = useTranslation('logs');
  const locale = useLocale();
  const [all, setAll] = useState(false);
  const top = Math.max(1, ...values.map(({ count }) => count));
  const named = NAMED.find((one) => one === name);
  const shown = all ? values : values.slice(0, SHOWN);
  const chips = name === 'level' ? view.levels : name === 'service' ? view.services : null;
  const isOn = (value: string): boolean => chips?.includes(value) ?? clauseState(view.q, name, value) === 1;
  const narrow = (value: string): void => {
    if (name === 'level') view.set({ levels: flipped(view.levels, value) });
    else if (name === 'service') view.set({ services: flipped(view.services, value) });
    else if (isOn(value)) view.set({ q: withoutClause(view.q, name, value) });
    else view.set({ q: withClause(view.q, name, value) });
  };
  return (
    <section className={styles.facet} aria-label={named === undefined ? name : t(named)}>
      <h2>{named === undefined ? name : t(named)}</h2>
      {shown.map(({ value, count }) => (
        <div key={value} className={styles.facetRow} data-on={isOn(value) || undefined}>
          <button type="button" aria-pressed={isOn(value)} title={value} onClick={() => narrow(value)}>
            <i style={{ width: `${(count / top) * 100}%` }} />
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
      ))}
      {values.length > SHOWN && (
        <button type="button" className={styles.more} onClick={() => setAll(!all)}>
          {all ? <IconMinus size={11} /> : <IconPlus size={11} />}
          {all ? t('fewer') : t('moreValues', { count: values.length - SHOWN })}
        </button>
      )}
    </section>
  );
}
