import { Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bundleUrl, changeIncident, type IncidentChange, type IncidentDetail, postmortemUrl } from '@/api/incidents';
import { useAction } from '@/app/useAction';
import { usePersonName } from '@/app/usePersonName';
import { useLocale } from '@/i18n/locale';
import { PRIORITIES } from '@/ui/levels';
import { AssignDialog } from './AssignDialog';
import { MergeDialog } from './MergeDialog';

export interface IncidentMenuProps {
  readonly incident: IncidentDetail;
}

export interface IncidentDialogProps extends IncidentMenuProps {
  readonly onClose: () => void;
  readonly onChange: (change: IncidentChange) => void;
}

/** Everything beside acknowledging and resolving. */
export function IncidentMenu({ incident }: IncidentMenuProps) {
  const { t } = useTranslation('incidents');
  const locale = useLocale();
  const personName = usePersonName();
  const [dialog, setDialog] = useState<'assign' | 'merge' | null>(null);
  const close = () => setDialog(null);
  const action = useAction(
    ({ by, change }: { by: string; change: IncidentChange }) => changeIncident(incident.id, by, change),
    ['incident', 'incidents', 'overview', 'status'],
    close,
  );
  const run = async (change: (by: string) => IncidentChange) => {
    const by = await personName();
    if (by !== null) await action.run({ by, change: change(by) });
  };
  const item = (word: string, change: (by: string) => IncidentChange) => (
    <Menu.Item onClick={() => void run(change)}>{word}</Menu.Item>
  );
  const open = incident.state !== 'resolved';
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="sm" variant="default" leftSection={<IconDots size={14} />} loading={action.pending}>
            {t('menu.more')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {open && item(t('menu.join'), (by) => ({ verb: 'responders', name: by }))}
          {open && <Menu.Item onClick={() => setDialog('assign')}>{t('menu.assign')}</Menu.Item>}
          {open && item(t('menu.snooze30'), () => ({ verb: 'snooze', minutes: 30 }))}
          {open && item(t('menu.snooze120'), () => ({ verb: 'snooze', minutes: 120 }))}
          {open && incident.snoozedUntil !== null && item(t('menu.wake'), () => ({ verb: 'snooze', minutes: 0 }))}
          {open && <Menu.Divider />}
          {open &&
            PRIORITIES.filter((priority) => priority !== incident.priority).map((priority) => (
              <Menu.Item key={priority} onClick={() => void run(() => ({ verb: 'priority', priority }))}>
                {t('menu.priority', { priority })}
              </Menu.Item>
            ))}
          {open && <Menu.Item onClick={() => setDialog('merge')}>{t('menu.merge')}</Menu.Item>}
          {!open && item(t('menu.reopen'), () => ({ verb: 'reopen' }))}
          <Menu.Divider />
          <Menu.Item component="a" href={postmortemUrl(incident.id, locale === 'en' ? 'en' : 'zh')} download>
            {t('menu.postmortem')}
          </Menu.Item>
          <Menu.Item component="a" href={bundleUrl(incident.id)} download>
            {t('menu.bundle')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog === 'assign' && (
        <AssignDialog incident={incident} onClose={close} onChange={(change) => void run(() => change)} />
      )}
      {dialog === 'merge' && (
        <MergeDialog incident={incident} onClose={close} onChange={(change) => void run(() => change)} />
      )}
    </>
  );
}
