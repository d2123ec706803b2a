import { ActionIcon, Menu } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './metrics.module.css';

/** The queries run before on this browser. */
export function HistoryMenu({ history, onPick }: { history: readonly string[]; onPick: (query: string) => void }) {
  const { t } = useTranslation('metrics');
  return (
    <Menu position="bottom-start" width="min(640px, 90vw)">
      <Menu.Target>
        <ActionIcon aria-label={t('history')} title={t('history')}>
          <IconHistory size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={styles.history ?? ''}>
        {history.length === 0 && <Menu.Label>{t('noHistory')}</Menu.Label>}
        {history.map((query) => (
          <Menu.Item key={query} onClick={() => onPick(query)}>
            <code>{query}</code>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
