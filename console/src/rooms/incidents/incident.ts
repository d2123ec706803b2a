/** Order and wording of incidents, without a DOM. */
import type { IncidentState, IncidentSummary } from '@/api/incidents';
import type { Level } from '@/ui/levels';

const STATE_ORDER: Record<IncidentState, number> = { triggered: 0, acknowledged: 1, resolved: 2 };

/** Open ones first, those that cost most before the others, the unclaimed before the claimed, then by priority, then the newest. */
export function byUrgency(a: IncidentSummary, b: IncidentSummary): number {
  return (
    Number(a.state === 'resolved') - Number(b.state === 'resolved') ||
    (b.lostPerMinute ?? 0) - (a.lostPerMinute ?? 0) ||
    STATE_ORDER[a.state] - STATE_ORDER[b.state] || a.priority.localeCompare(b.priority) || b.openedAt - a.openedAt
  );
}

export function stateLevel(state: IncidentState): Level {
  switch (state) {
    case 'triggered':
      return 'critical';
    case 'acknowledged':
      return 'warning';
    case 'resolved':
      return 'ok';
  }
}

/** The two promises of an incident as clocks. */
export function clocks(incident: IncidentSummary) {
  return {
    response: {
      startMs: incident.openedAt,
      dueMs: incident.responseDue,
      // Solving it answers it, too.
      doneMs: incident.acknowledgedAt ?? incident.resolvedAt,
      breached: incident.responseBreached,
    },
    resolution: {
      startMs: incident.openedAt,
      dueMs: incident.resolutionDue,
      doneMs: incident.resolvedAt,
      breached: incident.resolutionBreached,
    },
  };
}
