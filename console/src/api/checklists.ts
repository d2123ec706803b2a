/** Checklists: `/api/checklists`. */
import { apiGet, apiPost } from './client';
import { boolean, type Decoded, list, nullable, number, object, oneOf, string, time } from './decode';

export const ITEM_STATES = ['open', 'good', 'bad', 'signed'] as const;

const item = object({
  id: string,
  title: string,
  titleEn: string,
  state: oneOf(ITEM_STATES),
  kind: string,
  by: string,
  at: nullable(time),
  note: string,
  how: string,
  link: string,
  query: string,
  result: string,
  askedAt: nullable(time),
  sha256: string,
});
export type ChecklistItem = Decoded<typeof item>;

const past = object({ id: number, begunAt: time, dueAt: time, overdue: boolean, done: number, total: number });
export type PastRun = Decoded<typeof past>;

const run = object({
  id: number,
  begunAt: time,
  dueAt: time,
  overdue: boolean,
  done: number,
  total: number,
  checklist: string,
  items: list(item),
});
export type ChecklistRun = Decoded<typeof run>;

const checklist = object({
  name: string,
  title: string,
  titleEn: string,
  owner: string,
  schedule: string,
  nextAt: nullable(time),
  current: nullable(run),
  past: list(past),
});
export type Checklist = Decoded<typeof checklist>;

const all = object({ checklists: list(checklist) });

export const fetchChecklists = async (signal?: AbortSignal): Promise<Checklist[]> => (await apiGet('/api/checklists', all, { signal })).checklists;

export const beginChecklist = (name: string): Promise<ChecklistRun> => apiPost(`/api/checklists/${encodeURIComponent(name)}/begin`, {}, run);

export const checkItem = (id: number, name: string): Promise<ChecklistRun> => apiPost(`/api/checklists/runs/${id}/items/${name}/check`, {}, run);

export const signItem = (id: number, name: string, by: string, note: string): Promise<ChecklistRun> =>
  apiPost(`/api/checklists/runs/${id}/items/${name}/sign`, { by, note }, run);

export const exportUrl = (format: 'md' | 'csv'): string => `/api/checklists/export?format=${format}`;
