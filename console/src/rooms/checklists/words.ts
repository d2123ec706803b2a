/** What a checklist says in the language chosen. */
import type { Checklist, ChecklistItem } from '@/api/checklists';
import type { Locale } from '@/lib/format';
import type { Level } from '@/ui/levels';

export function listTitle(list: Pick<Checklist, 'title' | 'titleEn'>, locale: Locale): string {
  return locale === 'en' ? list.titleEn : list.title;
}

export function itemTitle(item: Pick<ChecklistItem, 'title' | 'titleEn'>, locale: Locale): string {
  return locale === 'en' ? item.titleEn : item.title;
}

export function itemLevel(state: ChecklistItem['state']): Level {
  switch (state) {
    case 'good':
    case 'signed':
      return 'ok';
    case 'bad':
      return 'high';
    case 'open':
      return 'unknown';
  }
}
