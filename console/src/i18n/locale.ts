/** The language and the time zone in which things are shown. */
import { useTranslation } from 'react-i18next';
import type { Locale } from '@/lib/format';
import { usePreference } from './preferences';

export type { Locale } from '@/lib/format';

export function toLocale(language: string | undefined): Locale {
  return language !== undefined && /^zh\b/i.test(language) ? 'zh-CN' : 'en';
}

export function useLocale(): Locale {
  const { i18n } = useTranslation();
  return toLocale(i18n.language);
}

/** An IANA name, or undefined for the browser's own zone. The mall's zone comes from the server's status. */
export function useTimeZone(): string | undefined {
  const [choice] = usePreference('timeZone');
  const [mallZone] = usePreference('mallTimeZone');
  return choice === 'browser' || mallZone === '' ? undefined : mallZone;
}
