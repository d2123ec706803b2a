import { Tabs, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useUrlState } from '@/app/urlState';
import { ActiveAlerts } from './ActiveAlerts';
import './alerts.css';
import { NotificationsTab } from './NotificationsTab';
import { RoutesTab } from './RoutesTab';
import { RulesTab } from './RulesTab';
import { SilencesTab } from './SilencesTab';
import { SilenceForm } from './SilenceForm';
import { useAlerts } from './useAlerts';

const TABS = ['active', 'rules', 'silences', 'routes', 'notifications'] as const;
type Tab = (typeof TABS)[number];

/** What fires, by which rules, what is kept silent, and who was told. */
export function AlertsPage() {
  const { t } = useTranslation('alerts');
  const url = useUrlState();
  const alerts = useAlerts();
  const tab: Tab = TABS.find((one) => one === url.get('tab')) ?? 'active';
  const find = url.get('find') ?? '';
  const silence = url.get('silence');
  const findable = tab === 'active' || tab === 'rules';
  return (
    <div className="mw-page">
      <div className="mw-alerts-bar">
        <Tabs
          value={tab}
          onChange={(next) =>
            url.set({ tab: next === 'active' || next === null ? undefined : next, alert: undefined, rule: undefined })
          }
        >
          <Tabs.List>
            {TABS.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {t(`tab.${one}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </Tabs>
        {findable && (
          <TextInput
            className="mw-alerts-find"
            aria-label={t('find')}
            placeholder={t('find')}
            leftSection={<IconSearch size={14} />}
            data-search
            value={find}
            onChange={(event) => url.set({ find: event.currentTarget.value }, { replace: true })}
          />
        )}
      </div>
      {tab === 'active' && <ActiveAlerts query={alerts} find={find} />}
      {tab === 'rules' && <RulesTab find={find} />}
      {tab === 'silences' && <SilencesTab />}
      {tab === 'routes' && <RoutesTab />}
      {tab === 'notifications' && <NotificationsTab />}
      {silence !== undefined && alerts.data !== undefined && (
        <SilenceForm
          key={silence}
          alert={alerts.data.find(({ fingerprint }) => fingerprint === silence)}
          onClose={() => url.set({ silence: undefined })}
        />
      )}
    </div>
  );
}
