import { Button, Menu, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteDashboard, saveDashboard, type Saving } from '@/api/dashboards';
import { HrefLink, useGoTo } from '@/app/HrefLink';
import { useAction } from '@/app/useAction';
import { useUrlState } from '@/app/urlState';
import { Badge } from '@/ui/LevelBadge';
import type { Dashboard } from './model/dashboard';
import { safe } from './panels/markdown';
import { saveJson } from './saveJson';

type DashboardHeadProps = {
  uid: string;
  dashboard: Dashboard;
  /** It comes from a file and can be saved only as a copy. */
  locked: boolean;
  changed: boolean;
  onDiscard: () => void;
  onAdd: () => void;
};

export function DashboardHead({ uid, dashboard, locked, changed, onDiscard, onAdd }: DashboardHeadProps) {
  const { t } = useTranslation('dashboards');
  const goTo = useGoTo();
  const url = useUrlState();
  const [saving, setSaving] = useState(false);
  const remove = useAction(deleteDashboard, ['dashboards'], () => goTo('/dashboards'));
  return (
    <header className="mw-row mw-dash-head">
      <h2>{dashboard.title}</h2>
      {locked && <Badge level="info">{t('head.locked')}</Badge>}
      {changed && <Badge level="warning">{t('head.changed')}</Badge>}
      {dashboard.description !== '' && <span className="mw-muted mw-clip">{dashboard.description}</span>}
      <span className="mw-grow" />
      {dashboard.links
        .filter((link) => safe(link.url))
        .map((link) =>
          link.url.startsWith('/') ? (
            <HrefLink key={link.url} href={link.url}>
              {link.title}
            </HrefLink>
          ) : (
            <a key={link.url} href={link.url} target="_blank" rel="noreferrer noopener">
              {link.title}
            </a>
          ),
        )}
      {changed && (
        <>
          <Button onClick={() => setSaving(true)}>{t('head.save')}</Button>
          <Button variant="default" onClick={onDiscard}>
            {t('head.discard')}
          </Button>
        </>
      )}
      <Button variant="default" onClick={onAdd}>
        {t('head.add')}
      </Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default">{t('head.more')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void navigator.clipboard.writeText(window.location.href)}>{t('head.share')}</Menu.Item>
          <Menu.Item onClick={() => saveJson(dashboard)}>{t('head.export')}</Menu.Item>
          <Menu.Item onClick={() => url.set({ edit: 'json' })}>{t('head.json')}</Menu.Item>
          {!locked && uid !== 'new' && (
            <Menu.Item color="red" onClick={() => window.confirm(t('head.sure', { title: dashboard.title })) && void remove.run(uid)}>
              {t('head.remove')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {saving && <SaveDialog uid={uid} dashboard={dashboard} copy={locked} onClose={() => setSaving(false)} onSaved={onDiscard} />}
    </header>
  );
}

type SaveDialogProps = { uid: string; dashboard: Dashboard; copy: boolean; onClose: () => void; onSaved: () => void };

function SaveDialog({ uid, dashboard, copy, onClose, onSaved }: SaveDialogProps) {
  const { t } = useTranslation('dashboards');
  const { t: common } = useTranslation('common');
  const goTo = useGoTo();
  const [title, setTitle] = useState(copy ? t('head.copyOf', { title: dashboard.title }) : dashboard.title);
  const [message, setMessage] = useState('');
  const [tried, setTried] = useState(false);
  const save = useAction((saving: Saving) => saveDashboard(saving), ['dashboards'], ({ uid: saved }) => {
    onSaved();
    onClose();
    if (saved !== uid) goTo(`/dashboards/${encodeURIComponent(saved)}`);
  });
  const submit = async (overwrite: boolean): Promise<void> => {
    const { uid: _, id: __, ...rest } = dashboard.json;
    const json = copy || uid === 'new' ? { ...rest, title } : { ...dashboard.json, title };
    setTried(!(await save.run({ dashboard: json, message, overwrite })));
  };
  return (
    <Modal opened onClose={onClose} title={t('head.save')} closeButtonProps={{ 'aria-label': common('action.close') }}>
      <form
        className="mw-stack"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(false);
        }}
      >
        <TextInput label={t('head.title')} value={title} data-autofocus onChange={(event) => setTitle(event.currentTarget.value)} />
        <TextInput label={t('head.message')} value={message} onChange={(event) => setMessage(event.currentTarget.value)} />
        <Button type="submit" loading={save.pending} disabled={title.trim() === ''}>
          {copy ? t('head.saveCopy') : t('head.save')}
        </Button>
        {tried && (
          <Button variant="default" onClick={() => void submit(true)}>
            {t('head.overwrite')}
          </Button>
        )}
      </form>
    </Modal>
  );
}
