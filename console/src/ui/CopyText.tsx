import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

export interface CopyTextProps {
  readonly text: string;
}

/** A text in monospace with a button that copies it. */
export function CopyText({ text }: CopyTextProps) {
  const { t } = useTranslation();
  return (
    <span className="mw-row" style={{ gap: 2, alignItems: 'flex-start' }}>
      <code style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap', paddingTop: 2 }}>{text}</code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <ActionIcon size={22} aria-label={copied ? t('action.copied') : t('action.copy')} onClick={copy}>
            {copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  );
}
