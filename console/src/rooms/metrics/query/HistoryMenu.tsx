import { ActionIcon, Menu, TextInput } from '@mantine/core';
import { IconHistory, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findHistory } from './history';
import styles from './query.module.css';

type HistoryMenuProps = { history: readonly string[]; onPick: (query: string) => void; onForget: () => void };

const MOST_SHOWN = 50;

/** The queries run before on this browser, found by their words. */
export function HistoryMenu({ history, onPick, onForget }: HistoryMenuProps) {
  const { t } = useTranslation('metrics');
  const [find, setFind] = useState('');
  const found = findHistory(history, find);
  return (
    <Menu position="bottom-start" width="min(640px, 90vw)" onClose={() => setFind('')}>
      <Menu.Target>
        <ActionIcon aria-label={t('history')} title={t('history')}>
          <IconHistory size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={styles.history ?? ''}>
        {history.length === 0 ? (
          <Menu.Label>{t('noHistory')}</Menu.Label>
        ) : (
          <TextInput
            className={styles.findHistory ?? ''}
            aria-label={t('findHistory')}
            placeholder={t('findHistory')}
            value={find}
            onChange={(event) => setFind(event.currentTarget.value)}
            data-autofocus
          />
        )}
        {history.length > 0 && found.length === 0 && <Menu.Label>{t('noHistoryMatch')}</Menu.Label>}
        {found.slice(0, MOST_SHOWN).map((query) => (
          <Menu.Item key={query} onClick={() => onPick(query)}>
            <code>{query}</code>
          </Menu.Item>
        ))}
        {history.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconTrash size={14} />} onClick={onForget}>
              {t('forgetHistory', { count: history.length })}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
