import { useTranslation } from 'react-i18next';
import { errorText } from '@/ui/errorText';

/** What went wrong in one line; empty when nothing did. */
export function useErrorText(error: unknown): string {
  const { t } = useTranslation();
  if (error === null) return '';
  const { title, detail } = errorText(error, t);
  return detail === '' ? title : `${title}: ${detail}`;
}
