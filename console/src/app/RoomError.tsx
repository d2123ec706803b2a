import type { ErrorComponentProps } from '@tanstack/react-router';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Panel } from '@/ui/Panel';
import { ErrorState } from '@/ui/states';

/** A room that broke: it says what happened and can be tried again; navigation and the other rooms live on. */
export function RoomError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return (
    <div className="mw-page">
      <Panel title={t('error.page')}>
        <ErrorState error={error} onRetry={retry} />
      </Panel>
    </div>
  );
}
