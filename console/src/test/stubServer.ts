import { vi } from 'vitest';
import { alertmanagerSilences, alerts, incidentDetail, incidents, notifications, ruleGroups } from './fixtures/alerting.mjs';
import { figures, forecast, ledger, objectives } from './fixtures/business.mjs';
import { overview, status } from './fixtures/overview.mjs';

export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly params: URLSearchParams;
  readonly body: unknown;
}

/** Answers with JSON (200), with a `Response` as it is, or with undefined when the path is not its own. */
export type StubRoute = (request: StubRequest) => unknown;

export interface StubServer {
  /** Everything that was asked, in order. */
  readonly requests: StubRequest[];
  /** Asked before the usual answers. */
  override(route: StubRoute): void;
}

/** Stands in for `fetch` with the fixtures' answers; a path nobody answers is 404. */
export function stubServer(scene: 'live' | 'empty' = 'live'): StubServer {
  const requests: StubRequest[] = [];
  const routes: StubRoute[] = [usual(scene)];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const url = new URL(input, 'http://stub');
    const text = typeof init.body === 'string' ? init.body : '';
    const json = text.startsWith('{');
    const request: StubRequest = {
      method: init.method ?? 'GET',
      path: url.pathname,
      params: new URLSearchParams([...url.searchParams, ...(json ? [] : new URLSearchParams(text))]),
      body: json ? JSON.parse(text) : undefined,
    };
    requests.push(request);
    for (const route of routes) {
      const answer = route(request);
      if (answer instanceof Response) return answer;
      if (answer !== undefined) return new Response(JSON.stringify(answer));
    }
    return problem(404, 'Not found', url.pathname);
  });
  return { requests, override: (route) => void routes.unshift(route) };
}

export function problem(code: number, title: string, detail: string): Response {
  return new Response(JSON.stringify({ type: 'about:blank', title, status: code, detail }), { status: code });
}

function usual(scene: string): StubRoute {
  const now = Date.now();
  const empty = scene === 'empty';
  return ({ method, path, params }) => {
    const incident = /^\/api\/incidents\/([^/]+)$/.exec(path);
    if (incident !== null) return incidentDetail(incident[1] ?? '', now) ?? undefined;
    switch (`${method} ${path}`) {
      case 'GET /api/status':
        return status(scene);
      case 'GET /api/session':
        return { user: null, authRequired: false };
      case 'GET /api/overview':
        return overview(scene, now);
      case 'GET /api/business/figures':
        return figures(scene, now);
      case 'GET /api/business/forecast':
        return forecast(now);
      case 'GET /api/business/objectives':
        return objectives(scene);
      case 'GET /api/business/ledger':
        return ledger(scene, now);
      case 'GET /api/incidents':
        return { incidents: empty ? [] : incidents(params.get('state') ?? 'open', now) };
      case 'GET /api/alerts':
        return { alerts: empty ? [] : alerts(now) };
      case 'GET /api/notifications':
        return { notifications: empty ? [] : notifications(now) };
      case 'GET /prometheus/api/v1/rules':
        return { status: 'success', data: { groups: empty ? [] : ruleGroups(now) } };
      case 'POST /prometheus/api/v1/query_range':
        return { status: 'success', data: { resultType: 'matrix', result: [] } };
      case 'GET /alertmanager/api/v2/silences':
        return empty ? [] : alertmanagerSilences(now);
      case 'GET /alertmanager/api/v2/alerts':
        return [];
      default:
        return undefined;
    }
  };
}
