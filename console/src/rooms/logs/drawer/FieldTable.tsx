import { ActionIcon, TextInput } from '@mantine/core';
import { IconColumnInsertRight, IconMinus, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogRow } from '@/rooms/logs/api';
import { DEFAULT_COLUMNS, toggled } from '@/rooms/logs/list/columns';
import { clauseState, withClause, withoutClause } from '@/rooms/logs/queryText';
import { detailFields, type DetailField } from '@/rooms/logs/rows';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { CopyText } from '@/ui/CopyText';
import styles from './drawer.module.css';

const SEARCHED_FROM = 12;

/** Every field of a line: to be read, copied, filtered by, made a column. */
export function FieldTable({ row, view }: { row: LogRow; view: LogUrl }) {
  const { t } = useTranslation('logs');
  const [find, setFind] = useState('');
  const fields = detailFields(row);
  const wanted = find.trim().toLowerCase();
  const shown = fields.filter(({ field, value }) => `${field} ${value}`.toLowerCase().includes(wanted));
  return (
    <>
      {fields.length >= SEARCHED_FROM && (
        <TextInput
          className={styles.findField ?? ''}
          aria-label={t('findField')}
          placeholder={t('findField')}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
      )}
      <table className={styles.fields}>
        <tbody>
          {shown.map((one) => (
            <FieldRow key={`${one.field} ${one.value}`} one={one} view={view} />
          ))}
        </tbody>
      </table>
      {shown.length === 0 && <p className="mw-muted">{t('columns.none')}</p>}
    </>
  );
}

function FieldRow({ one: { field, value }, view }: { one: DetailField; view: LogUrl }) {
  const { t } = useTranslation('logs');
  const state = clauseState(view.q, field, value);
  const columns = view.columns ?? DEFAULT_COLUMNS;
  const column = columns.some((other) => other.field === field);
  const change = (negated: boolean): void => {
    const undone = state === (negated ? -1 : 1);
    const q = undone ? withoutClause(view.q, field, value) : withClause(view.q, field, value, negated);
    view.set(view.view === 'lines' ? { q, row: view.row } : { view: 'lines', q, row: view.row });
  };
  return (
    <tr>
      <th scope="row">{field}</th>
      <td>
        <CopyText text={value} />
      </td>
      <td className={styles.fieldActions}>
        <ActionIcon
          size={22}
          variant={state === 1 ? 'light' : 'subtle'}
          aria-pressed={state === 1}
          aria-label={t('filterIn', { field, value })}
          title={t('filterIn', { field, value })}
          onClick={() => change(false)}
        >
          <IconPlus size={13} />
        </ActionIcon>
        <ActionIcon
          size={22}
          variant={state === -1 ? 'light' : 'subtle'}
          aria-pressed={state === -1}
          aria-label={t('filterOut', { field, value })}
          title={t('filterOut', { field, value })}
          onClick={() => change(true)}
        >
          <IconMinus size={13} />
        </ActionIcon>
        <ActionIcon
          size={22}
          variant={column ? 'light' : 'subtle'}
          aria-pressed={column}
          aria-label={t('asColumn', { field })}
          title={t('asColumn', { field })}
          onClick={() => view.set({ columns: toggled(columns, field), row: view.row })}
        >
          <IconColumnInsertRight size={13} />
        </ActionIcon>
      </td>
    </tr>
  );
}
