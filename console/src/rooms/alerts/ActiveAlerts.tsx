import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Alert } from '@/api/alerts';
import { useUrlState } from '@/app/urlState';
import { useLocale } from '@/i18n/locale';
import { formatUnit, unitOf } from '@/lib/format';
import { LevelIcon } from '@/ui/LevelBadge';
import { levelColor, levelOf } from '@/ui/levels';
import { LongList } from '@/ui/LongList';
import { Panel } from '@/ui/Panel';
import { RelativeTime } from '@/ui/RelativeTime';
import { EmptyState, SkeletonRows } from '@/ui/states';
import { type AlertGroup, grouped, matchesText } from './alert';
import { AlertDrawer } from './AlertDrawer';
import { AlertState } from './AlertState';

export interface ActiveAlertsProps {
  readonly query: UseQueryResult<Alert[]>;
  readonly find: string;
}

type Row = { readonly kind: 'group'; readonly group: AlertGroup } | { readonly kind: 'alert'; readonly alert: Alert };

export function ActiveAlerts({ query, find }: ActiveAlertsProps) {
  const { t } = useTranslation('alerts');
  const url = useUrlState();
  const found = (query.data ?? []).filter((alert) => matchesText(alert, find));
  const groups = grouped(found);
  const rows = groups.flatMap((group): Row[] => [
    { kind: 'group', group },
    ...group.alerts.map((alert): Row => ({ kind: 'alert', alert })),
  ]);
  const inOrder = groups.flatMap((group) => group.alerts);
  const open = url.get('alert');
  const at = inOrder.findIndex(({ fingerprint }) => fingerprint === open);
  const walk = (to: Alert | undefined) =>
    to === undefined ? undefined : () => url.set({ alert: to.fingerprint }, { replace: true });
  return (
    <>
      <Panel
        label={t('tab.active')}
        flush
        query={query}
        skeleton={<SkeletonRows rows={6} height={28} />}
        empty={found.length === 0 && <NoAlerts find={find} onClear={() => url.set({ find: undefined })} />}
      >
        <LongList
          items={rows}
          keyOf={(row) => (row.kind === 'group' ? row.group.level : `${row.alert.fingerprint}:${row.alert.state}`)}
          heightOf={(row) => (row.kind === 'group' ? 36 : 45)}
          render={(row) =>
            row.kind === 'group' ? (
              <GroupHead group={row.group} />
            ) : (
              <AlertRow
                alert={row.alert}
                open={row.alert.fingerprint === open}
                onOpen={() => url.set({ alert: row.alert.fingerprint })}
              />
            )
          }
        />
      </Panel>
      {open !== undefined && query.data !== undefined && (
        <AlertDrawer
          fingerprint={open}
          alert={query.data.find(({ fingerprint }) => fingerprint === open)}
          onClose={() => url.set({ alert: undefined })}
          onPrevious={walk(inOrder[at - 1])}
          onNext={at < 0 ? undefined : walk(inOrder[at + 1])}
        />
      )}
    </>
  );
}

function NoAlerts({ find, onClear }: { readonly find: string; readonly onClear: () => void }) {
  const { t } = useTranslation('alerts');
  if (find === '') {
    return <EmptyState icon={<IconCircleCheck size={20} color="var(--mw-ok)" aria-hidden />}>{t('none')}</EmptyState>;
  }
  return (
    <EmptyState
      action={
        <Button variant="default" onClick={onClear}>
          {t('clear')}
        </Button>
      }
    >
      {t('noneFound', { text: find })}
    </EmptyState>
  );
}

function GroupHead({ group }: { readonly group: AlertGroup }) {
  const { t } = useTranslation('alerts');
  const { t: common } = useTranslation('common');
  return (
    <div className="mw-alert-group">
      <LevelIcon level={group.level} />
      {common(`level.${group.level}`)}
      <span className="mw-muted">{t('group', { count: group.alerts.length })}</span>
    </div>
  );
}

interface AlertRowProps {
  readonly alert: Alert;
  readonly open: boolean;
  readonly onOpen: () => void;
}

function AlertRow({ alert, open, onOpen }: AlertRowProps) {
  const locale = useLocale();
  const summary = alert.annotations['summary'] ?? alert.annotations['description'] ?? alert.expr;
  const quiet = alert.silenced || alert.state !== 'firing';
  const bar = alert.state === 'resolved' ? 'ok' : levelOf(alert.level);
  return (
    <button type="button" className="mw-alert-row" aria-current={open} data-quiet={quiet || undefined} onClick={onOpen}>
      <span className="mw-alert-bar" style={{ background: quiet ? 'var(--mw-line-strong)' : levelColor(bar) }} />
      <span style={{ minWidth: 0 }}>
        <span className="mw-alert-name mw-clip">{alert.name}</span>
        <span className="mw-alert-summary mw-clip">{summary}</span>
      </span>
      <span className="mw-alert-value mw-right mw-wide-only">{formatUnit(alert.value, unitOf(alert.expr), locale)}</span>
      <AlertState alert={alert} />
      <span className="mw-muted mw-wide-only">{alert.incidentId}</span>
      <span className="mw-muted mw-right mw-wide-only">
        <RelativeTime ms={alert.activeAt} />
      </span>
    </button>
  );
}
