import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ChannelOutcome, type RouteNode, testReceiver } from '@/api/rules';
import { Badge } from '@/ui/LevelBadge';
import type { Level } from '@/ui/levels';
import { Panel } from '@/ui/Panel';
import { ErrorState } from '@/ui/states';

export interface ReceiversProps {
  readonly nodes: readonly RouteNode[];
}

const LEVEL_OF: Record<ChannelOutcome['state'], Level> = {
  queued: 'unknown',
  sent: 'ok',
  delivered: 'ok',
  failed: 'critical',
  unknown: 'warning',
  suppressed: 'warning',
};

/** Every receiver with its channels, each tried by a test message whose answer is waited for. */
export function Receivers({ nodes }: ReceiversProps) {
  const { t } = useTranslation('alerts');
  const channels = new Map(nodes.map((node) => [node.receiver, node.channels]));
  return (
    <Panel title={t('receivers.title')} className="mw-rule-group">
      {[...channels.entries()].map(([name, kinds]) => (
        <ReceiverRow key={name} name={name} channels={kinds} />
      ))}
    </Panel>
  );
}

function ReceiverRow({ name, channels }: { readonly name: string; readonly channels: readonly string[] }) {
  const { t } = useTranslation('alerts');
  const trial = useMutation({ mutationFn: () => testReceiver(name) });
  return (
    <div className="mw-facts-inline">
      <span className="mw-strong">{name}</span>
      <span>{channels.length === 0 ? t('routes.noChannels') : channels.join(', ')}</span>
      {channels.length > 0 && (
        <Button variant="default" size="xs" loading={trial.isPending} onClick={() => trial.mutate()}>
          {t('receivers.test')}
        </Button>
      )}
      {trial.data?.length === 0 && <span className="mw-muted">{t('receivers.silent')}</span>}
      {(trial.data ?? []).map((outcome) => (
        <span key={`${outcome.channel}:${outcome.target}`} style={{ overflowWrap: 'anywhere' }}>
          <Badge level={LEVEL_OF[outcome.state]}>{t(`ledger.state.${outcome.state}`)}</Badge> {outcome.channel} {outcome.target}{' '}
          {outcome.error}
        </span>
      ))}
      {trial.error !== null && <ErrorState error={trial.error} />}
    </div>
  );
}
