import { ActionIcon, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { download, toCsv, toTsv } from '@/lib/csv';

type ExportMenuProps = { name: string; cells: () => readonly (readonly (string | number)[])[] };

/** The answer as a file, or on the clipboard for a spreadsheet. */
export function ExportMenu({ name, cells }: ExportMenuProps) {
  const { t } = useTranslation('metrics');
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('export')} title={t('export')}>
          <IconDownload size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => download(`${name}.csv`, toCsv(cells()))}>{t('downloadCsv')}</Menu.Item>
        <Menu.Item onClick={() => void navigator.clipboard.writeText(toTsv(cells()))}>{t('copyTable')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
