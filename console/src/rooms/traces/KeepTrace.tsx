import { ActionIcon, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArchive, IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAction } from '@/app/useAction';
import { archiveTrace, traceUrl } from './api';

/** A trace to take along as a file, or to keep on the server past its time. */
export function KeepTrace({ id }: { id: string }) {
  const { t } = useTranslation('traces');
  const archive = useAction(archiveTrace, [], () => notifications.show({ message: t('archived') }));
  return (
    <span className="mw-row" style={{ gap: 2 }}>
      <Tooltip label={t('download')}>
        <ActionIcon component="a" href={traceUrl(id)} download={`trace-${id}.json`} aria-label={t('download')}>
          <IconDownload size={15} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('archive')}>
        <ActionIcon aria-label={t('archive')} loading={archive.pending} onClick={() => void archive.run(id)}>
          <IconArchive size={15} />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}
