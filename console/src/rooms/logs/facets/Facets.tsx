import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Popover, TextInput, UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { LogField, LogQuery } from '@/rooms/logs/api';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { ErrorState, SkeletonRows } from '@/ui/states';
import { Facet } from './Facet';
import { facetFields, flippedField, otherFields } from './facets';
import styles from './facets.module.css';
import { useFacets } from './useFacets';

type FacetsProps = {
  view: LogUrl;
  request: LogQuery;
  fields: readonly LogField[];
};

/** How the lines found divide by field; a click narrows to a value or leaves it out. */
export function Facets({ view, request, fields }: FacetsProps) {
  const { t } = useTranslation('logs');
  const shown = facetFields(view.facets, fields);
  const { facets, isPending, error } = useFacets(request, shown);
  const put = (field: string): void => view.set({ facets: flippedField(shown, field), row: view.row });
  if (isPending && Object.keys(facets).length === 0) return <SkeletonRows rows={8} height={18} />;
  if (error !== null && Object.keys(facets).length === 0) return <ErrorState name={t('facets')} error={error} />;
  return (
    <>
      {shown.map((field) => (
        <Facet
          key={field}
          name={field}
          counted={facets[field]}
          view={view}
          request={request}
          onRemove={shown.length > 1 ? () => put(field) : undefined}
        />
      ))}
      <AddFacet shown={shown} fields={fields} onAdd={put} />
    </>
  );
}

type AddFacetProps = { shown: readonly string[]; fields: readonly LogField[]; onAdd: (field: string) => void };

function AddFacet({ shown, fields, onAdd }: AddFacetProps) {
  const { t } = useTranslation('logs');
  const [open, setOpen] = useState(false);
  const [find, setFind] = useState('');
  const others = otherFields(shown, fields, find);
  return (
    <Popover opened={open} onChange={setOpen} position="right-start" width={260} trapFocus onClose={() => setFind('')}>
      <Popover.Target>
        <button type="button" className={styles.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          <IconPlus size={12} aria-hidden />
          {t('facet.add')}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={styles.adding ?? ''}>
        <TextInput
          aria-label={t('facet.findField')}
          placeholder={t('facet.findField')}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
        {others.map(({ name, percent }) => (
          <UnstyledButton
            key={name}
            className={styles.field ?? ''}
            onClick={() => {
              onAdd(name);
              setOpen(false);
            }}
          >
            <code>{name}</code>
            <span className="mw-muted">{percent}%</span>
          </UnstyledButton>
        ))}
        {others.length === 0 && <p className="mw-muted">{t('columns.none')}</p>}
      </Popover.Dropdown>
    </Popover>
  );
}
