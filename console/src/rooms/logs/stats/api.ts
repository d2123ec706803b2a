/** The mall's own questions to its logs: who did what, what failed, what was paid, who was let in, how much is logged. */
import { apiGet } from '@/api/client';
import { list, number, object, record, time } from '@/api/decode';
import { logRow } from '@/rooms/logs/api';

export type Period = { readonly fromMs: number; readonly toMs: number };

export const PAGE = 100;
/** The server pages no further; a narrower time shows the rest. */
export const MOST_PAGED = 10_000;

const found = object({ entries: list(logRow), total: number });
export type Found = ReturnType<typeof found>;

export type Asked = Period & {
  readonly user: string;
  readonly actions: readonly string[];
  readonly page: number;
};

const joined = (values: readonly string[]): string | undefined => (values.length === 0 ? undefined : values.join(','));
const text = (value: string): string | undefined => (value.trim() === '' ? undefined : value.trim());

function params(asked: Asked) {
  return {
    userId: text(asked.user),
    actions: joined(asked.actions),
    startDate: Math.floor(asked.fromMs),
    endDate: Math.ceil(asked.toMs),
    limit: PAGE,
    offset: asked.page * PAGE,
  };
}

export type Question = 'user-activity' | 'transactions' | 'audit';

export function fetchFound(question: Question, asked: Asked, signal?: AbortSignal): Promise<Found> {
  return apiGet(`/api/logs/${question}`, found, { params: params(asked), signal });
}

export type ErrorsAsked = Period & { readonly service: string | undefined; readonly search: string; readonly page: number };

export function fetchErrors(asked: ErrorsAsked, signal?: AbortSignal): Promise<Found> {
  const { userId: _user, actions: _actions, ...others } = params({ ...asked, user: '', actions: [] });
  return apiGet('/api/logs/errors', found, { params: { ...others, service: asked.service, search: text(asked.search) }, signal });
}

export type Interval = 'hour' | 'day' | 'week';

const statistics = object({
  totalLogs: number,
  timeSeries: list(object({ timestamp: time, count: number })),
  byLevel: record(number),
  byService: record(number),
});
export type Statistics = ReturnType<typeof statistics>;

export function fetchStatistics({ fromMs, toMs }: Period, interval: Interval, signal?: AbortSignal): Promise<Statistics> {
  const asked = { startDate: Math.floor(fromMs), endDate: Math.ceil(toMs), interval };
  return apiGet('/api/logs/statistics', statistics, { params: asked, signal });
}
