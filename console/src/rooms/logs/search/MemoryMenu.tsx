import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { isEmpty, searchText, type SavedSearch, type Search } from './memory';
import styles from './query.module.css';
import type { Memory } from './useMemory';

const MOST_SHOWN = 15;

/** Searches kept by name, and those made before. */
export function MemoryMenu({ memory, view }: { memory: Memory; view: LogUrl }) {
  const { t } = useTranslation('logs');
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const use = (search: Search | SavedSearch): void => {
    const { q, levels, services } = search;
    const own = 'name' in search ? { columns: search.columns, facets: search.facets } : {};
    view.set({ q, levels, services, ...own });
    setOpen(false);
  };
  const keep = (): void => {
    memory.keep(name);
    setName('');
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={360} trapFocus>
      <Popover.Target>
        <ActionIcon size={36} aria-label={t('memory.name')} title={t('memory.name')} aria-expanded={open} onClick={() => setOpen(!open)}>
          <IconBookmark size={17} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={styles.memory ?? ''}>
        <form
          className="mw-row"
          onSubmit={(event) => {
            event.preventDefault();
            keep();
          }}
        >
          <TextInput
            className="mw-grow"
            aria-label={t('memory.saveAs')}
            placeholder={t(isEmpty(view) ? 'memory.nothingToSave' : 'memory.saveAs')}
            disabled={isEmpty(view)}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={name.trim() === ''}>
            {t('memory.save')}
          </Button>
        </form>
        <h3>{t('memory.saved')}</h3>
        {memory.saved.length === 0 && <p className="mw-muted">{t('memory.noSaved')}</p>}
        {memory.saved.map((one) => (
          <div key={one.name} className="mw-row">
            <button type="button" className={styles.past} onClick={() => use(one)}>
              <b>{one.name}</b>
              <code>{searchText(one)}</code>
            </button>
            <ActionIcon aria-label={t('memory.drop', { name: one.name })} onClick={() => memory.drop(one.name)}>
              <IconTrash size={14} />
            </ActionIcon>
          </div>
        ))}
        <div className="mw-row">
          <h3 className="mw-grow">{t('memory.history')}</h3>
          {memory.history.length > 0 && (
            <Button variant="subtle" onClick={memory.forget}>
              {t('memory.forget')}
            </Button>
          )}
        </div>
        {memory.history.length === 0 && <p className="mw-muted">{t('memory.noHistory')}</p>}
        {memory.history.slice(0, MOST_SHOWN).map((one) => (
          <button key={searchText(one)} type="button" className={styles.past} onClick={() => use(one)}>
            <code>{searchText(one)}</code>
          </button>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
