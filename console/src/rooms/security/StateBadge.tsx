import { useTranslation } from 'react-i18next';
import type { Finding } from '@/api/security';
import { Badge } from '@/ui/LevelBadge';

/** Whether a finding goes on, and who looked at it. */
export function StateBadge({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation('security');
  const level = finding.state === 'open' ? finding.level : finding.state === 'acknowledged' ? 'info' : 'unknown';
  return (
    <Badge level={level}>
      {t(`state.${finding.state}`)}
      {finding.acknowledgedBy === null ? '' : ` · ${finding.acknowledgedBy}`}
    </Badge>
  );
}
