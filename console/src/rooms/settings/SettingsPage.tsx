import { SegmentedControl, TextInput, useMantineColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServerStatus } from '@/api/status';
import { usePerson, useStatus } from '@/app/status';
import { changeLocale } from '@/i18n';
import { useLocale } from '@/i18n/locale';
import { usePreference } from '@/i18n/preferences';
import { formatDuration } from '@/lib/format';
import { Panel } from '@/ui/Panel';
import { AbsoluteTime } from '@/ui/RelativeTime';
import { useNow } from '@/ui/useNow';
import './settings.css';

const BROWSER_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

export function SettingsPage() {
  const { t } = useTranslation('settings');
  const status = useStatus();
  return (
    <div className="mw-page mw-settings">
      <div className="mw-stack">
        <Preferences />
        <Panel title={t('engines')} hint={t('engineHint')} query={status}>
          <dl className="mw-facts">
            {Object.entries(status.data?.engines ?? {}).map(([room, engine]) => (
              <Fact key={room} name={t(`engine.${room}` as 'engine.metrics', { defaultValue: room })}>
                <code>{engine}</code>
              </Fact>
            ))}
          </dl>
        </Panel>
      </div>
      <div className="mw-stack">
        <Panel title={t('server')} query={status}>
          {status.data !== undefined && <ServerFacts status={status.data} />}
        </Panel>
        <Panel title={t('recovered')} query={status}>
          {(status.data?.recovered.length ?? 0) === 0 ? (
            <span className="mw-muted">{t('recoveredNone')}</span>
          ) : (
            <ul className="mw-recovered">
              {status.data?.recovered.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
        </Panel>
      </div>
    </div>
  );
}

function ServerFacts({ status }: { readonly status: ServerStatus }) {
  const { t } = useTranslation('settings');
  const now = useNow();
  return (
    <dl className="mw-facts">
      <Fact name={t('version')}>{status.version}</Fact>
      <Fact name={t('started')}>
        <AbsoluteTime ms={status.startedAt} />
      </Fact>
      <Fact name={t('uptime')}>{formatDuration(Math.max(0, Math.round((now - status.startedAt) / 1000)))}</Fact>
      <Fact name={t('timeZone')}>{status.timeZone}</Fact>
      {status.mallUrl !== null && (
        <Fact name={t('mall')}>
          <a href={status.mallUrl} target="_blank" rel="noreferrer">
            {status.mallUrl}
          </a>
        </Fact>
      )}
    </dl>
  );
}

function Preferences() {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation('common');
  const locale = useLocale();
  const person = usePerson();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [zone, setZone] = usePreference('timeZone');
  const [mallZone] = usePreference('mallTimeZone');
  return (
    <Panel title={t('preferences')}>
      <dl className="mw-facts">
        <Fact name={t('language')}>
          <SegmentedControl
            value={locale}
            onChange={(next) => void changeLocale(next === 'en' ? 'en' : 'zh-CN')}
            data={[
              { value: 'zh-CN', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </Fact>
        <Fact name={t('theme')}>
          <SegmentedControl
            value={colorScheme}
            onChange={(next) => setColorScheme(next === 'dark' ? 'dark' : next === 'light' ? 'light' : 'auto')}
            data={(['auto', 'light', 'dark'] as const).map((value) => ({ value, label: common(`theme.${value}`) }))}
          />
        </Fact>
        <Fact name={t('zone')}>
          <SegmentedControl
            value={zone}
            onChange={setZone}
            data={[
              { value: 'mall', label: t('zoneMall', { zone: mallZone === '' ? '–' : mallZone }) },
              { value: 'browser', label: t('zoneBrowser', { zone: BROWSER_ZONE }) },
            ]}
          />
        </Fact>
        <Fact name={t('person')}>
          {person.signedIn ? (
            t('signedIn', { user: person.name })
          ) : (
            <TextInput
              aria-label={t('person')}
              description={t('personHint')}
              inputWrapperOrder={['input', 'description']}
              value={person.name}
              maxLength={64}
              onChange={(event) => person.set(event.currentTarget.value)}
            />
          )}
        </Fact>
      </dl>
    </Panel>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="mw-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
