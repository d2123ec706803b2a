import { useMemo } from 'react';
import type { SearchRecord } from '@/app/search';
import { useUrlState, type UrlState } from '@/app/urlState';
import { columnsText, readColumns, type Column } from './list/columns';
import { splitList } from './rows';

export const VIEWS = ['lines', 'patterns', 'statistics', 'activity', 'errors', 'transactions', 'audit', 'sources'] as const;
export type View = (typeof VIEWS)[number];
export type Detail = 'fields' | 'json' | 'context';
export type Order = 'newest' | 'oldest';
export type PatternOrder = 'count' | 'new';
export const TAIL_RATES = [50, 200, 1000] as const;

export type LogView = {
  readonly view: View;
  readonly q: string;
  readonly levels: readonly string[];
  readonly services: readonly string[];
  /** The id of the line whose drawer is open. */
  readonly row: string | undefined;
  readonly detail: Detail;
  readonly live: boolean;
  /** Most lines a second that the server sends while live. */
  readonly rate: number;
  readonly order: Order;
  /** A field that comes before the time, such as `durationMillis:desc`; empty for none. */
  readonly sort: string;
  /** In order; undefined is as usual. */
  readonly columns: readonly Column[] | undefined;
  readonly wrap: boolean;
  /** Fields whose values are counted beside the list; undefined is as usual. */
  readonly facets: readonly string[] | undefined;
  readonly patternOrder: PatternOrder;
  /** Whose lines the services' views show. */
  readonly user: string;
  readonly actions: readonly string[];
  /** From 0. */
  readonly page: number;
};

export type LogUrl = LogView & {
  /** A changed question closes the drawer; opening and walking rows, columns and details leave no steps for Back. */
  readonly set: (patch: Partial<LogView>) => void;
};

/** What asks another question, and so is a step for Back. */
const ASKS = ['view', 'q', 'levels', 'services', 'live', 'order', 'sort', 'user', 'actions', 'page'] as const;
/** What one view alone says in the URL; it does not follow to the next. */
const OWN = { live: false, user: '', actions: [], page: 0, row: undefined } as const;

/** The whole state of the log page, as the URL has it. */
export function useLogUrl(): LogUrl {
  const url = useUrlState();
  return useMemo(() => ({ ...readView(url), set: (patch) => apply(url, patch) }), [url]);
}

function readView(url: UrlState): LogView {
  const detail = url.get('detail');
  const facets = url.get('facets');
  return {
    view: VIEWS.find((view) => view === url.get('view')) ?? 'lines',
    q: url.get('q') ?? '',
    levels: splitList(url.getAll('level')),
    services: splitList(url.getAll('service')),
    row: url.get('row'),
    detail: detail === 'json' || detail === 'context' ? detail : 'fields',
    live: url.get('live') === '1',
    rate: TAIL_RATES.find((rate) => String(rate) === url.get('rate')) ?? 200,
    order: url.get('order') === 'oldest' ? 'oldest' : 'newest',
    sort: url.get('sort') ?? '',
    columns: readColumns(url.get('cols')),
    wrap: url.get('wrap') === '1',
    facets: facets === undefined ? undefined : splitList([facets]),
    patternOrder: url.get('patterns') === 'new' ? 'new' : 'count',
    user: url.get('user') ?? '',
    actions: splitList(url.getAll('actions')),
    page: Math.max(0, Math.floor(Number(url.get('page') ?? 0)) || 0),
  };
}

function apply(url: UrlState, patch: Partial<LogView>): void {
  const all: Partial<LogView> = 'view' in patch ? { ...OWN, ...patch } : patch;
  const asked = ASKS.some((name) => name in all);
  const search: SearchRecord = {};
  for (const name of Object.keys(all) as (keyof LogView)[]) Object.assign(search, written(name, all));
  if (asked) search['row'] = all.row;
  if (asked && !('page' in all)) search['page'] = undefined;
  url.set(search, { replace: !asked });
}

function written(name: keyof LogView, patch: Partial<LogView>): SearchRecord {
  const flag = (on: boolean | undefined): string | undefined => (on === true ? '1' : undefined);
  switch (name) {
    case 'view':
      return { view: patch.view === 'lines' ? undefined : patch.view };
    case 'q':
    case 'row':
    case 'user':
    case 'sort':
      return { [name]: patch[name] };
    case 'levels':
      return { level: patch.levels?.join(',') };
    case 'services':
      return { service: patch.services?.join(',') };
    case 'actions':
      return { actions: patch.actions?.join(',') };
    case 'detail':
      return { detail: patch.detail === 'fields' ? undefined : patch.detail };
    case 'live':
    case 'wrap':
      return { [name]: flag(patch[name]) };
    case 'rate':
      return { rate: patch.rate === 200 ? undefined : String(patch.rate) };
    case 'order':
      return { order: patch.order === 'oldest' ? 'oldest' : undefined };
    case 'columns':
      return { cols: columnsText(patch.columns) };
    case 'facets':
      return { facets: patch.facets?.join(',') };
    case 'patternOrder':
      return { patterns: patch.patternOrder === 'new' ? 'new' : undefined };
    case 'page':
      return { page: (patch.page ?? 0) > 0 ? String(patch.page) : undefined };
  }
}
