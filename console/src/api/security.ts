/** Security findings and detections: `/api/security`. */
import { apiGet, apiPost } from './client';
import { boolean, type Decoded, defaulted, list, nullable, number, object, oneOf, record, string, time, unknown } from './decode';

export const SECURITY_LEVELS = ['critical', 'high', 'warning', 'info'] as const;
export type SecurityLevel = (typeof SECURITY_LEVELS)[number];

const text = object({ zh: string, en: string });
export type SecurityText = Decoded<typeof text>;

const finding = object({
  id: string,
  detection: string,
  title: text,
  level: oneOf(SECURITY_LEVELS, 'info'),
  subject: string,
  service: defaulted(string, ''),
  firstAt: time,
  lastAt: time,
  hits: number,
  state: oneOf(['open', 'acknowledged', 'over'], 'over'),
  evidence: defaulted(list(object({ index: string, id: string })), []),
  acknowledgedBy: nullable(string),
  acknowledgedAt: nullable(time),
  note: defaulted(string, ''),
  logs: string,
});
export type Finding = Decoded<typeof finding>;

const detection = object({
  id: string,
  title: text,
  meaning: text,
  levels: list(oneOf(SECURITY_LEVELS, 'info')),
  origin: string,
  enabled: boolean,
  hits: number,
  lastAt: nullable(time),
});
export type Detection = Decoded<typeof detection>;

/** More than this are not listed; the oldest fall off. */
export const MOST_FINDINGS = 500;

export interface FindingFilter {
  readonly from: number;
  readonly to: number;
  readonly level?: string | undefined;
  readonly detection?: string | undefined;
  readonly state?: string | undefined;
  readonly q?: string | undefined;
}

export async function fetchFindings(filter: FindingFilter, signal?: AbortSignal): Promise<Finding[]> {
  const params = { ...filter, limit: MOST_FINDINGS };
  return (await apiGet('/api/security/findings', object({ findings: list(finding) }), { params, signal })).findings;
}

export const fetchFinding = (id: string, signal?: AbortSignal): Promise<Finding> =>
  apiGet(`/api/security/findings/${encodeURIComponent(id)}`, finding, { signal });

export async function fetchDetections(signal?: AbortSignal): Promise<Detection[]> {
  return (await apiGet('/api/security/detections', object({ detections: list(detection) }), { signal })).detections;
}

export const acknowledgeFinding = (id: string, by: string, note: string): Promise<Finding> =>
  apiPost(`/api/security/findings/${encodeURIComponent(id)}/acknowledge`, note === '' ? { by } : { by, note }, finding);

const document = object({ _id: string, _source: defaulted(record(unknown), {}) });

/** The line that a finding rests on, as it is stored. */
export const fetchEvidence = (index: string, id: string, signal?: AbortSignal): Promise<Decoded<typeof document>> =>
  apiGet(`/elasticsearch/${encodeURIComponent(index)}/_doc/${encodeURIComponent(id)}`, document, { signal });

const outcome = object({
  fault: string,
  rule: string,
  firedAfter: nullable(number),
  incident: nullable(string),
  notified: boolean,
  resolvedAfter: nullable(number),
  missed: defaulted(list(string), []),
});
export type DrillOutcome = Decoded<typeof outcome>;

const drill = object({ id: string, at: time, by: defaulted(string, ''), outcomes: list(outcome) });
export type Drill = Decoded<typeof drill>;

export async function fetchDrills(signal?: AbortSignal): Promise<Drill[]> {
  return (await apiGet('/api/drills', object({ drills: list(drill) }), { signal })).drills;
}
