import { ActionIcon, Button, Checkbox, Popover, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogField } from '@/rooms/logs/api';
import styles from '@/rooms/logs/logs.module.css';
import { FIELDS } from '@/rooms/logs/queryText';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { DEFAULT_COLUMNS, moved, toggled, type Column } from './columns';

const MOST_SHOWN = 40;

/** Which fields are columns, and in which order. */
export function ColumnPicker({ view, fields }: { view: LogUrl; fields: readonly LogField[] }) {
  const { t } = useTranslation('logs');
  const [open, setOpen] = useState(false);
  const [find, setFind] = useState('');
  const columns = view.columns ?? DEFAULT_COLUMNS;
  const put = (next: readonly Column[] | undefined): void => view.set({ columns: next, row: view.row });
  const chosen = new Set(columns.map(({ field }) => field));
  const names = [...new Set([...fields.map(({ name }) => name), ...FIELDS])];
  const others = names
    .filter((name) => !chosen.has(name) && name !== 'level' && name !== 'error.stack')
    .filter((name) => name.toLowerCase().includes(find.trim().toLowerCase()));
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={300} trapFocus onClose={() => setFind('')}>
      <Popover.Target>
        <ActionIcon
          className={styles.wideOnly}
          aria-label={t('columns.name')}
          title={t('columns.name')}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <IconColumns3 size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={styles.picker ?? ''}>
        <Checkbox
          size="xs"
          label={t('columns.wrap')}
          checked={view.wrap}
          onChange={(event) => view.set({ wrap: event.currentTarget.checked, row: view.row })}
        />
        <h3>{t('columns.shown')}</h3>
        {columns.map(({ field }, at) => (
          <div key={field} className="mw-row">
            <Checkbox
              className="mw-grow"
              size="xs"
              label={field}
              checked
              disabled={columns.length === 1}
              onChange={() => put(toggled(columns, field))}
            />
            <ActionIcon size={22} aria-label={t('columns.left', { field })} disabled={at === 0} onClick={() => put(moved(columns, field, -1))}>
              <IconArrowUp size={13} />
            </ActionIcon>
            <ActionIcon
              size={22}
              aria-label={t('columns.right', { field })}
              disabled={at === columns.length - 1}
              onClick={() => put(moved(columns, field, 1))}
            >
              <IconArrowDown size={13} />
            </ActionIcon>
          </div>
        ))}
        <h3>{t('columns.others')}</h3>
        <TextInput
          aria-label={t('columns.find')}
          placeholder={t('columns.find')}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
        {others.slice(0, MOST_SHOWN).map((field) => (
          <Checkbox key={field} size="xs" label={field} checked={false} onChange={() => put(toggled(columns, field))} />
        ))}
        {others.length === 0 && <p className="mw-muted">{t('columns.none')}</p>}
        {view.columns !== undefined && (
          <Button variant="subtle" onClick={() => put(undefined)}>
            {t('columns.reset')}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
