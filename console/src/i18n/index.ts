/** Words. Chinese is written first, not translated; each language is one lazy chunk; keys are typed by the Chinese files. */
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Locale } from '@/lib/format';
import { toLocale } from './locale';
import { readPreference, writePreference } from './preferences';

type Words = Record<string, Record<string, unknown>>;

const LOADERS: Record<Locale, () => Promise<{ readonly words: Words }>> = {
  'zh-CN': () => import('./zh-CN'),
  en: () => import('./en'),
};

const i18n = createInstance();

export async function startI18n(locale: Locale = startLocale()): Promise<void> {
  const { words } = await LOADERS[locale]();
  await i18n.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    defaultNS: 'common',
    ns: Object.keys(words),
    resources: { [locale]: words },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = locale;
}

/** Switches without a reload and remembers the choice. */
export async function changeLocale(locale: Locale): Promise<void> {
  if (!i18n.hasResourceBundle(locale, 'common')) {
    const { words } = await LOADERS[locale]();
    for (const [namespace, bundle] of Object.entries(words)) i18n.addResourceBundle(locale, namespace, bundle);
  }
  await i18n.changeLanguage(locale);
  document.documentElement.lang = locale;
  writePreference('locale', locale);
}

function startLocale(): Locale {
  const chosen = readPreference('locale');
  return toLocale(chosen === '' ? navigator.language : chosen);
}
