import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Link, Outlet, useLocation, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreference } from '@/i18n/preferences';
import { CommandPalette } from './CommandPalette';
import { HelpSheet } from './HelpSheet';
import { useGoTo } from './HrefLink';
import { BottomBar, Nav } from './Nav';
import { PersonDialog } from './PersonDialog';
import { roomAt } from './rooms';
import { globalOnly, type SearchRecord, stringifySearch } from './search';
import { ServerBanner } from './ServerBanner';
import './shell.css';
import { useStatus } from './status';
import { TopBar } from './TopBar';
import { useFiringSign } from './useFiringSign';
import { useShortcuts } from './useShortcuts';

/** The frame around every room: navigation, the time bar, the palette, help, and the banner of an absent server. */
export function Shell() {
  const { t } = useTranslation();
  const status = useStatus();
  const [navigation, setNavigation] = usePreference('navigation');
  const [help, setHelp] = useState(false);
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const goTo = useGoTo();
  const search = useSearch({ strict: false }) as SearchRecord;
  const room = roomAt(useLocation({ select: (location) => location.pathname }));
  const firing = status.data?.counts.firingAlerts ?? 0;
  const counts = { alerts: firing, incidents: status.data?.counts.openIncidents ?? 0 };
  const folded = navigation === 'folded';

  useFiringSign(firing, t(`nav.${room.id}`), t('productLong'));
  useShortcuts({
    goTo: ({ path }) => goTo(path + stringifySearch({ ...globalOnly(search) })),
    help: () => setHelp(true),
    theme: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark'),
  });

  return (
    <div className="mw-shell" data-folded={folded || undefined}>
      <a className="mw-skip" href="#main">
        {t('nav.skip')}
      </a>
      <Link to="/" className="mw-brand" aria-label={t('productLong')}>
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden>
          <path d="M10 1.8 18.2 10 10 18.2 1.8 10Z" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinejoin="round" />
          <circle cx="10" cy="10" r="2.4" fill="currentColor" />
        </svg>
        <span className="mw-brand-word">{t('productLong')}</span>
      </Link>
      <TopBar demo={status.data?.demo ?? false} onHelp={() => setHelp(true)} />
      <Nav counts={counts} folded={folded} onFold={() => setNavigation(folded ? 'open' : 'folded')} />
      <main className="mw-main" id="main" tabIndex={-1}>
        <ServerBanner />
        <Outlet />
      </main>
      <BottomBar counts={counts} />
      <CommandPalette />
      <PersonDialog />
      <HelpSheet opened={help} onClose={() => setHelp(false)} />
    </div>
  );
}
