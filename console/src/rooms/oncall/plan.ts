/** Names in a plan, and a plan to begin with; without a DOM. */
import type { OnCallPlan } from '@/api/oncall';

/** What people call `schedule:primary`; null for everyone. */
export function targetName(target: string, plan: OnCallPlan): string | null {
  if (target === 'everyone') return null;
  const colon = target.indexOf(':');
  const id = target.slice(colon + 1);
  const lists = { schedule: plan.schedules, team: plan.teams, person: plan.people } as const;
  const kind = target.slice(0, colon);
  const list = kind === 'schedule' || kind === 'team' || kind === 'person' ? lists[kind] : [];
  return list.find((one) => one.id === id)?.name ?? id;
}

/** Two people who take weekly turns, and a policy that goes on to everyone. */
export function starterPlan(today: string): object {
  return {
    people: [
      { id: 'wang', name: '王芳', contacts: [{ kind: 'email', address: 'wang@example.com', after: 0 }] },
      { id: 'li', name: '李雷', contacts: [{ kind: 'email', address: 'li@example.com', after: 0 }] },
    ],
    teams: [],
    schedules: [
      {
        id: 'primary',
        name: '主值班',
        layers: [{ name: '周轮', people: ['wang', 'li'], turn: 'weekly', weekday: 'monday', handover: '09:00', start: today }],
      },
    ],
    overrides: [],
    policies: [
      {
        id: 'standard',
        name: '标准',
        steps: [
          { after: 0, targets: ['schedule:primary'] },
          { after: 10, targets: ['everyone'] },
        ],
        repeat: 10,
      },
    ],
    calendar: { holidays: [], workdays: [] },
  };
}
