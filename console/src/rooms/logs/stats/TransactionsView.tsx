import { useTranslation } from 'react-i18next';
import { useLocale } from '@/i18n/locale';
import { formatCount, formatDuration, formatYuan, NO_VALUE } from '@/lib/format';
import type { LogRow } from '@/rooms/logs/api';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { FoundView } from './FoundView';

/** Orders, payments and points, as the services wrote them down. */
export function TransactionsView({ view }: { view: LogUrl }) {
  const { t } = useTranslation('logs');
  const locale = useLocale();
  const text = (row: LogRow, ...names: string[]): string => {
    const found = names.map((name) => row.data[name]).find((value) => value !== undefined && value !== null);
    return found === undefined ? '' : String(found);
  };
  const columns = [
    { name: t('action'), cell: (row: LogRow) => row.action ?? NO_VALUE },
    { name: t('user'), cell: (row: LogRow) => row.userId ?? (text(row, 'buyerId', 'sellerId') || NO_VALUE) },
    { name: t('transactions.order'), cell: (row: LogRow) => text(row, 'orderId', 'transactionId', 'paymentId') || NO_VALUE },
    {
      name: t('transactions.amount'),
      right: true,
      cell: (row: LogRow) => {
        const amount = Number(row.data['amount'] ?? NaN);
        return Number.isNaN(amount) ? NO_VALUE : formatYuan(amount, locale);
      },
    },
    {
      name: t('duration'),
      right: true,
      cell: (row: LogRow) => (row.durationMillis === null ? NO_VALUE : formatDuration(row.durationMillis / 1000)),
    },
  ];
  return (
    <FoundView
      view={view}
      question="transactions"
      category="business_transaction"
      columns={columns}
      title={(total) => t('transactions.title', { count: total, text: formatCount(total) })}
      none={t('transactions.none')}
    />
  );
}
