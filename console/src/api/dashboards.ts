/** Grafana's HTTP API for dashboards, as the server speaks it under `/grafana`. */
import { apiDelete, apiGet, apiPost } from './client';
import { boolean, defaulted, list, number, object, string, unknown } from './decode';

const BASE = '/grafana/api';

const found = object({
  uid: string,
  title: string,
  tags: defaulted(list(string), []),
  folderTitle: defaulted(string, ''),
  folderUid: defaulted(string, ''),
});
export type FoundDashboard = ReturnType<typeof found>;

export function searchDashboards(signal?: AbortSignal): Promise<FoundDashboard[]> {
  return apiGet(`${BASE}/search`, list(found), { params: { type: 'dash-db', limit: 1000 }, signal });
}

const stored = object({
  dashboard: unknown,
  meta: object({
    provisioned: defaulted(boolean, false),
    canSave: defaulted(boolean, true),
    version: defaulted(number, 0),
    folderUid: defaulted(string, ''),
    folderTitle: defaulted(string, ''),
    updated: defaulted(string, ''),
    updatedBy: defaulted(string, ''),
  }),
});
export type StoredDashboard = ReturnType<typeof stored>;

export function readStored(uid: string, signal?: AbortSignal): Promise<StoredDashboard> {
  return apiGet(`${BASE}/dashboards/uid/${encodeURIComponent(uid)}`, stored, { signal });
}

const saved = object({ uid: string, version: number });
export type SavedDashboard = ReturnType<typeof saved>;

export interface Saving {
  readonly dashboard: unknown;
  readonly folderUid?: string | undefined;
  /** Said of this version. */
  readonly message?: string | undefined;
  /** Also over a version that is newer than the one that was read. */
  readonly overwrite?: boolean | undefined;
}

/** Stores a new version. 412 where somebody else has stored one since. */
export function saveDashboard(saving: Saving): Promise<SavedDashboard> {
  return apiPost(`${BASE}/dashboards/db`, saving, saved);
}

export function deleteDashboard(uid: string): Promise<void> {
  return apiDelete(`${BASE}/dashboards/uid/${encodeURIComponent(uid)}`);
}

const annotation = object({
  id: defaulted(number, 0),
  time: number,
  timeEnd: defaulted(number, 0),
  text: defaulted(string, ''),
  tags: defaulted(list(string), []),
});
export type StoredAnnotation = ReturnType<typeof annotation>;

export function readAnnotations(fromMs: number, toMs: number, signal?: AbortSignal): Promise<StoredAnnotation[]> {
  const params = { from: Math.round(fromMs), to: Math.round(toMs), limit: 200 };
  return apiGet(`${BASE}/annotations`, list(annotation), { params, signal });
}
