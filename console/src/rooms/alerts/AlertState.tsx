import { IconBellOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Alert } from '@/api/alerts';
import { Badge } from '@/ui/LevelBadge';
import { type Level, levelOf } from '@/ui/levels';

export function AlertState({ alert }: { readonly alert: Alert }) {
  const { t } = useTranslation('alerts');
  if (alert.silenced && alert.state === 'firing') {
    return (
      <Badge level="unknown">
        <IconBellOff size={13} aria-hidden />
        {t('state.silenced')}
      </Badge>
    );
  }
  const level: Record<Alert['state'], Level> = { firing: levelOf(alert.level), pending: 'unknown', resolved: 'ok' };
  return <Badge level={level[alert.state]}>{t(`state.${alert.state}`)}</Badge>;
}
