import { Button } from '@mantine/core';
import { IconEdit } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchOnCall, fetchPlan, type OnCallPlan } from '@/api/oncall';
import { useTimeRange } from '@/app/timeRange';
import { Panel } from '@/ui/Panel';
import { EmptyState } from '@/ui/states';
import { NowOnCall } from './NowOnCall';
import { PeoplePanel } from './PeoplePanel';
import { PlanDialog } from './PlanDialog';
import { PolicyList } from './PolicyList';
import { ScheduleCalendar } from './ScheduleCalendar';

/** Who is on call, when, and who is called when nobody answers. */
export function OnCallPage() {
  const { t } = useTranslation('oncall');
  const { refreshSeconds } = useTimeRange();
  const [editing, setEditing] = useState(false);
  const plan = useQuery({ queryKey: ['oncall', 'plan'], queryFn: ({ signal }) => fetchPlan(signal) });
  const now = useQuery({
    queryKey: ['oncall', 'now'],
    queryFn: ({ signal }) => fetchOnCall(signal),
    refetchInterval: refreshSeconds > 0 ? refreshSeconds * 1000 : false,
  });
  const stored = plan.data;
  const edit = (
    <Button variant="default" leftSection={<IconEdit size={14} />} disabled={stored === undefined} onClick={() => setEditing(true)}>
      {t('edit')}
    </Button>
  );
  return (
    <div className="mw-page mw-stack">
      <Panel
        title={t('now')}
        query={[now, plan]}
        actions={edit}
        empty={stored !== undefined && isEmpty(stored.plan) && <EmptyState action={edit}>{t('empty')}</EmptyState>}
      >
        {now.data !== undefined && <NowOnCall now={now.data} />}
      </Panel>
      {stored?.plan.schedules.map((schedule) => (
        <ScheduleCalendar key={schedule.id} schedule={schedule} people={stored.plan.people} version={stored.version} />
      ))}
      {stored !== undefined && stored.plan.policies.length > 0 && (
        <Panel title={t('policies')}>
          <PolicyList plan={stored.plan} />
        </Panel>
      )}
      {stored !== undefined && stored.plan.people.length > 0 && <PeoplePanel stored={stored} />}
      {editing && stored !== undefined && <PlanDialog stored={stored} onClose={() => setEditing(false)} />}
    </div>
  );
}

const isEmpty = (plan: OnCallPlan): boolean => plan.schedules.length === 0 && plan.people.length === 0;
