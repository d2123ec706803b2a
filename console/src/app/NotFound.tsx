import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <div className="mw-page">
      <Panel label={t('error.noPage')}>
        <EmptyState action={<Link to="/">{t('error.home')}</Link>}>{t('error.noPage')}</EmptyState>
      </Panel>
    </div>
  );
}
