import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/lib/format';
import { pageCount, pageRange } from './stats';

type PagerProps = { page: number; total: number; onPage: (page: number) => void };

/** Which of the lines are shown, and the way to the others. */
export function Pager({ page, total, onPage }: PagerProps) {
  const { t } = useTranslation('logs');
  const { t: common } = useTranslation();
  const pages = pageCount(total);
  if (total === 0) return null;
  const { from, to } = pageRange(page, total);
  return (
    <div className="mw-row" role="navigation" aria-label={t('pager.name')}>
      <span className="mw-muted">{t('pager.of', { from: formatCount(from), to: formatCount(to), total: formatCount(total) })}</span>
      <ActionIcon aria-label={common('action.previous')} disabled={page <= 0} onClick={() => onPage(page - 1)}>
        <IconChevronLeft size={16} />
      </ActionIcon>
      <ActionIcon aria-label={common('action.next')} disabled={page >= pages - 1} onClick={() => onPage(page + 1)}>
        <IconChevronRight size={16} />
      </ActionIcon>
    </div>
  );
}
