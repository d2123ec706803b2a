import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconKeyboard, IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { changeLocale } from '@/i18n';
import { useLocale } from '@/i18n/locale';
import { Badge } from '@/ui/LevelBadge';
import { openPalette } from './CommandPalette';
import { roomAt } from './rooms';
import { TimeRangeBar } from './TimeRangeBar';

export interface TopBarProps {
  readonly demo: boolean;
  readonly onHelp: () => void;
}

export function TopBar({ demo, onHelp }: TopBarProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const pathname = useLocation({ select: (location) => location.pathname });
  const room = roomAt(pathname);
  const leaf = pathname.split('/')[2];
  const detail = leaf === undefined || leaf === '' ? null : decodeURIComponent(leaf);
  return (
    <header className="mw-top">
      <h1 className="mw-crumbs">
        {detail === null ? (
          <span>{t(`nav.${room.id}`)}</span>
        ) : (
          <>
            <Link to={room.path}>{t(`nav.${room.id}`)}</Link>
            <span className="mw-muted">/</span>
            <span>{detail}</span>
          </>
        )}
        {demo && (
          <Badge level="info" title={t('demo.hint')}>
            {t('demo.badge')}
          </Badge>
        )}
      </h1>
      <TimeRangeBar room={detail === null ? room : { ...room, timeBar: room.detailBar ?? 'none' }} />
      <span className="mw-top-line" />
      <button type="button" className="mw-top-button mw-top-search" onClick={openPalette} aria-label={t('palette.open')}>
        <IconSearch size={15} aria-hidden />
        <span className="mw-top-word mw-clip mw-grow" style={{ textAlign: 'left' }}>
          {t('palette.open')}
        </span>
        <span className="mw-top-word">⌘K</span>
      </button>
      <button
        type="button"
        className="mw-top-button"
        aria-label={t('language.label')}
        title={t('language.label')}
        onClick={() => void changeLocale(locale === 'zh-CN' ? 'en' : 'zh-CN')}
      >
        {t('language.short')}
      </button>
      <ThemeButton />
      <ActionIcon className="mw-wide" aria-label={t('help.title')} title={t('help.title')} onClick={onHelp}>
        <IconKeyboard size={17} stroke={1.7} />
      </ActionIcon>
    </header>
  );
}

function ThemeButton() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const Icon = scheme === 'dark' ? IconSun : IconMoon;
  const next = scheme === 'dark' ? 'light' : 'dark';
  return (
    <ActionIcon aria-label={t('help.theme')} title={t('help.theme')} onClick={() => setColorScheme(next)}>
      <Icon size={17} stroke={1.7} />
    </ActionIcon>
  );
}
