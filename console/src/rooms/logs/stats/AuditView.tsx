import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, NO_VALUE } from '@/lib/format';
import { fieldText } from '@/rooms/logs/list/columns';
import type { LogRow } from '@/rooms/logs/api';
import type { LogUrl } from '@/rooms/logs/useLogUrl';
import { Badge } from '@/ui/LevelBadge';
import { FoundView } from './FoundView';
import { outcome } from './stats';

const FROM = ['data.ip', 'data.clientIp', 'data.client.ip', 'data.ipAddress', 'data.remoteAddress'];

function outcomeCell(row: LogRow): ReactNode {
  const how = outcome(row);
  if (how === null) return NO_VALUE;
  return (
    <Badge level={how.bad ? 'critical' : 'ok'} icon>
      {how.text}
    </Badge>
  );
}

/** Logins, permission checks and accesses to data: who, from where, and whether they were let in. */
export function AuditView({ view }: { view: LogUrl }) {
  const { t } = useTranslation('logs');
  const columns = [
    { name: t('action'), cell: (row: LogRow) => row.action ?? NO_VALUE },
    { name: t('user'), cell: (row: LogRow) => row.userId ?? NO_VALUE },
    { name: t('audit.from'), cell: (row: LogRow) => FROM.map((field) => fieldText(row, field)).find((text) => text !== '') ?? NO_VALUE },
    { name: t('audit.outcome'), cell: outcomeCell },
  ];
  return (
    <FoundView
      view={view}
      question="audit"
      category="security_audit"
      columns={columns}
      title={(total) => t('audit.title', { count: total, text: formatCount(total) })}
      none={t('audit.none')}
    />
  );
}
