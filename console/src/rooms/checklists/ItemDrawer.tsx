import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { checkItem, type ChecklistItem, type ChecklistRun, signItem } from '@/api/checklists';
import { HrefLink } from '@/app/HrefLink';
import { useAction } from '@/app/useAction';
import { usePersonName } from '@/app/usePersonName';
import { useLocale } from '@/i18n/locale';
import { CopyText } from '@/ui/CopyText';
import { Drawer } from '@/ui/Drawer';
import { Badge } from '@/ui/LevelBadge';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { itemLevel, itemTitle } from './words';

export interface ItemDrawerProps {
  readonly run: ChecklistRun;
  readonly item: ChecklistItem;
  readonly onClose: () => void;
}

/** What was asked, what was found, what to do, and the signature. */
export function ItemDrawer({ run, item, onClose }: ItemDrawerProps) {
  const { t } = useTranslation('checklists');
  const locale = useLocale();
  const personName = usePersonName();
  const [note, setNote] = useState('');
  const check = useAction(() => checkItem(run.id, item.id), ['checklists']);
  const sign = useAction((by: string) => signItem(run.id, item.id, by, note), ['checklists']);
  const onSign = async () => {
    const by = await personName();
    if (by !== null && (await sign.run(by))) setNote('');
  };
  return (
    <Drawer title={itemTitle(item, locale)} onClose={onClose}>
      <div className="mw-stack">
        <div className="mw-row">
          <Badge level={itemLevel(item.state)} icon>
            {t(`state.${item.state}`)}
          </Badge>
          {item.at !== null && <AbsoluteTime ms={item.at} />}
          {item.by !== '' && <span>{t('signedBy', { by: item.by })}</span>}
        </div>
        {item.note !== '' && <p style={{ margin: 0, whiteSpace: 'pre-wrap' }}>{item.note}</p>}
        {item.how !== '' && (
          <>
            <h3>{t('how')}</h3>
            <p style={{ margin: 0 }}>{item.how}</p>
          </>
        )}
        {item.link !== '' && <HrefLink href={item.link}>{t('look')}</HrefLink>}
        {item.sha256 !== '' && (
          <>
            <h3>{t('evidence')}</h3>
            <CopyText text={item.query} />
            <div>{item.result}</div>
            {item.askedAt !== null && <AbsoluteTime ms={item.askedAt} />}
            <span className="mw-muted">SHA-256</span>
            <CopyText text={item.sha256} />
          </>
        )}
        {item.kind !== 'manual' && (
          <Button variant="default" loading={check.pending} onClick={() => void check.run(undefined)}>
            {t('check')}
          </Button>
        )}
        <Textarea label={t('note')} value={note} onChange={(event) => setNote(event.currentTarget.value)} autosize minRows={2} maxLength={2000} />
        <Button loading={sign.pending} onClick={() => void onSign()}>
          {t('sign')}
        </Button>
      </div>
    </Drawer>
  );
}
