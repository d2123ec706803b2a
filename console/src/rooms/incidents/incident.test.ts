import { expect, test } from 'vitest';
import type { IncidentSummary } from '@/api/incidents';
import { byUrgency, clocks, stateLevel } from './incident';

const incident = (over: Partial<IncidentSummary>): IncidentSummary => ({
  id: 'INC-000001',
  number: 1,
  title: 't',
  priority: 'P2',
  state: 'triggered',
  openedAt: 0,
  acknowledgedAt: null,
  acknowledgedBy: null,
  resolvedAt: null,
  responseDue: 10,
  resolutionDue: 20,
  responseBreached: false,
  resolutionBreached: false,
  alertNames: [],
  alertCount: 0,
  source: 'alert',
  assignee: null,
  responders: [],
  snoozedUntil: null,
  mergedInto: null,
  flapping: false,
  lost: null,
  lostPerMinute: null,
  ...over,
});

test('the unclaimed stand first, then priority, then the newest', () => {
  const all = [
    incident({ id: 'done', state: 'resolved', priority: 'P0' }),
    incident({ id: 'claimed', state: 'acknowledged', priority: 'P0' }),
    incident({ id: 'old', openedAt: 1 }),
    incident({ id: 'new', openedAt: 5 }),
    incident({ id: 'urgent', priority: 'P1' }),
  ];
  expect(all.toSorted(byUrgency).map(({ id }) => id)).toEqual(['urgent', 'new', 'old', 'claimed', 'done']);
});

test('solving an incident nobody acknowledged answers it, too', () => {
  expect(clocks(incident({ resolvedAt: 8 })).response.doneMs).toBe(8);
  expect(clocks(incident({ acknowledgedAt: 3, resolvedAt: 8 })).response.doneMs).toBe(3);
  expect(clocks(incident({ acknowledgedAt: 3 })).resolution.doneMs).toBeNull();
});

test('each state has a level', () => {
  expect((['triggered', 'acknowledged', 'resolved'] as const).map(stateLevel)).toEqual(['critical', 'warning', 'ok']);
});

test('what costs most stands first while it is open', () => {
  const all = [
    incident({ id: 'grave', priority: 'P0' }),
    incident({ id: 'dear', priority: 'P3', lostPerMinute: 900 }),
    incident({ id: 'over', state: 'resolved', lostPerMinute: 5000 }),
  ];
  expect(all.toSorted(byUrgency).map(({ id }) => id)).toEqual(['dear', 'grave', 'over']);
});
