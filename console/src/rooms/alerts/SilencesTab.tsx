import { Button, Modal, Switch } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { expireSilence, fetchSilences, matcherText, type Silence } from '@/api/alertmanager';
import { useAction } from '@/app/useAction';
import { useUrlState } from '@/app/urlState';
import { Chips } from '@/ui/Chips';
import { Badge } from '@/ui/LevelBadge';
import type { Level } from '@/ui/levels';
import { Panel } from '@/ui/Panel';
import { AbsoluteTime, RelativeTime } from '@/ui/RelativeTime';
import { EmptyState } from '@/ui/states';
import { bySilence, matcherChips } from './silence';
import { useRefetchInterval } from './useAlerts';

const LEVEL_OF: Record<Silence['status']['state'], Level> = { active: 'info', pending: 'unknown', expired: 'unknown' };

export function SilencesTab() {
  const { t } = useTranslation('alerts');
  const url = useUrlState();
  const [ending, setEnding] = useState<Silence | null>(null);
  const query = useQuery({
    queryKey: ['silences'],
    queryFn: ({ signal }) => fetchSilences(signal),
    refetchInterval: useRefetchInterval(),
  });
  const withExpired = url.get('expired') === '1';
  const shown = (query.data ?? [])
    .filter(({ status }) => withExpired || status.state !== 'expired')
    .toSorted(bySilence)
    .slice(0, 200);
  const create = (
    <Button variant="default" leftSection={<IconPlus size={14} />} onClick={() => url.set({ silence: 'new' })}>
      {t('silence.new')}
    </Button>
  );
  return (
    <>
      <Panel
        title={t('tab.silences')}
        flush
        query={query}
        actions={
          <>
            <Switch
              size="xs"
              label={t('silence.showExpired')}
              checked={withExpired}
              onChange={(event) => url.set({ expired: event.currentTarget.checked ? '1' : undefined }, { replace: true })}
            />
            {create}
          </>
        }
        empty={shown.length === 0 && <EmptyState>{t('silence.empty')}</EmptyState>}
      >
        <div className="mw-scroll">
          <table className="mw-table">
            <thead>
              <tr>
                <th>{t('silence.column.state')}</th>
                <th>{t('silence.column.matchers')}</th>
                <th>{t('silence.column.comment')}</th>
                <th>{t('silence.column.by')}</th>
                <th className="mw-right">{t('silence.column.ends')}</th>
                <th aria-label={t('silence.expire')} />
              </tr>
            </thead>
            <tbody>
              {shown.map((silence) => (
                <tr key={silence.id}>
                  <td style={{ whiteSpace: 'nowrap' }}>
                    <Badge level={LEVEL_OF[silence.status.state]}>{t(`silence.state.${silence.status.state}`)}</Badge>
                  </td>
                  <td>
                    <Chips chips={matcherChips(silence.matchers)} />
                  </td>
                  <td style={{ overflowWrap: 'anywhere' }}>{silence.comment}</td>
                  <td>{silence.createdBy}</td>
                  <td className="mw-right">
                    {silence.status.state === 'expired' ? (
                      <RelativeTime ms={silence.endsAt} />
                    ) : (
                      <AbsoluteTime ms={silence.endsAt} />
                    )}
                  </td>
                  <td className="mw-right">
                    {silence.status.state !== 'expired' && (
                      <Button variant="subtle" color="gray" onClick={() => setEnding(silence)}>
                        {t('silence.expire')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
      {ending !== null && <ExpireDialog silence={ending} onClose={() => setEnding(null)} />}
    </>
  );
}

interface ExpireDialogProps {
  readonly silence: Silence;
  readonly onClose: () => void;
}

function ExpireDialog({ silence, onClose }: ExpireDialogProps) {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation('common');
  const expire = useAction((id: string) => expireSilence(id), ['silences', 'alerts', 'status'], onClose);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('silence.expireTitle')}
      size={440}
      closeButtonProps={{ 'aria-label': common('action.close') }}
    >
      <div className="mw-stack">
        <div style={{ overflowWrap: 'anywhere' }}>
          {t('silence.expireAsk', { matchers: silence.matchers.map(matcherText).join(', ') })}
        </div>
        <div className="mw-row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose} data-autofocus>
            {common('action.cancel')}
          </Button>
          <Button color="red" loading={expire.pending} onClick={() => void expire.run(silence.id)}>
            {t('silence.expire')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
