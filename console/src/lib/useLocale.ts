import { useTranslation } from 'react-i18next'
import type { Locale } from './format'

/** The language shown now, as the formatting functions name it. */
export function useLocale(): Locale {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'zh-CN'
}
