import { ActionIcon, Button, Menu, Progress as Bar } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatCount } from '@/lib/format';
import type { LogQuery } from '@/rooms/logs/api';
import type { Column } from '@/rooms/logs/list/columns';
import styles from '@/rooms/logs/logs.module.css';
import { useErrorText } from './useErrorText';
import { useExport } from './useExport';

type ExportMenuProps = { request: LogQuery; columns: readonly Column[] | undefined; total: number | undefined };

/** The whole result as a file, with how far it is and a way to stop. */
export function ExportMenu({ request, columns, total }: ExportMenuProps) {
  const { t } = useTranslation('logs');
  const { state, start, stop, close } = useExport(request, columns);
  const failed = useErrorText(state.phase === 'failed' ? state.error : null);
  return (
    <>
      <Menu position="bottom-end" disabled={state.phase === 'running'}>
        <Menu.Target>
          <ActionIcon aria-label={t('export.name')} title={t('export.name')} disabled={total === 0}>
            <IconDownload size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t('export.all', { text: total === undefined ? '' : formatCount(total) })}</Menu.Label>
          <Menu.Item onClick={() => start('ndjson')}>{t('export.ndjson')}</Menu.Item>
          <Menu.Item onClick={() => start('csv')}>{t('export.csv')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {state.phase !== 'idle' && (
        <div className={styles.exporting} role="status">
          {state.phase === 'failed' ? (
            <span>{t('export.failed', { reason: failed })}</span>
          ) : (
            <>
              <span>
                {t(`export.${state.phase === 'running' ? 'running' : state.end}`, {
                  lines: formatCount(state.lines),
                  size: formatBytes(state.bytes),
                })}
              </span>
              {state.phase === 'running' && total !== undefined && total > 0 && (
                <Bar aria-label={t('export.name')} size="sm" value={Math.min(100, (state.lines / total) * 100)} />
              )}
            </>
          )}
          <div className="mw-row">
            {state.phase === 'running' ? (
              <>
                <Button variant="default" onClick={() => stop(true)}>
                  {t('export.stop')}
                </Button>
                <Button variant="subtle" onClick={() => stop(false)}>
                  {t('export.discard')}
                </Button>
              </>
            ) : (
              <Button variant="default" onClick={close}>
                {t('export.close')}
              </Button>
            )}
          </div>
        </div>
      )}
    </>
  );
}
