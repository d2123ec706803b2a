import type { TFunction } from 'i18next';
import { ApiError } from '@/api/errors';
import { UnexpectedAnswer } from '@/api/decode';

export interface ErrorWords {
  readonly title: string;
  /** The server's own message, or what broke here; may be empty. */
  readonly detail: string;
}

/** What failed, in the user's language, and the server's own words under it. */
export function errorText(error: unknown, t: TFunction): ErrorWords {
  if (error instanceof ApiError) return { title: apiTitle(error, t), detail: error.detail };
  if (error instanceof UnexpectedAnswer) return { title: t('error.unexpected'), detail: error.message };
  return { title: t('error.broken'), detail: error instanceof Error ? error.message : String(error) };
}

function apiTitle(error: ApiError, t: TFunction): string {
  if (error.unreachable) return t('error.unreachable');
  switch (error.status) {
    case 400:
    case 422:
      return t('error.badRequest');
    case 401:
    case 403:
      return t('error.forbidden');
    case 404:
      return t('error.notFound');
    case 409:
      return t('error.conflict');
    case 429:
    case 503:
      return t('error.overloaded');
    case 502:
    case 504:
      return t('error.unreachable');
    default:
      return t('error.server', { status: error.status });
  }
}
