import type { TFunction } from 'i18next';

/** Indicators and levels that this console has no words for are shown by their own id. */
export function indicatorName(id: string, t: TFunction<'overview'>): string {
  return t(`indicator.${id}` as 'indicator.apdex', { defaultValue: id });
}

export function memberLevelName(level: string, t: TFunction<'overview'>): string {
  return t(`levels.name.${level}` as 'levels.name.vip', { defaultValue: level });
}
