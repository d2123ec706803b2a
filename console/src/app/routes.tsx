/** The one route table. Each room is a lazy chunk and keeps its whole view in its search parameters. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, type RouterHistory } from '@tanstack/react-router';
import { NotFound } from './NotFound';
import { RoomError } from './RoomError';
import { globalSearch, many, one, parseSearch, stringifySearch } from './search';
import { Shell } from './Shell';

const root = createRootRoute({
  validateSearch: globalSearch,
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: RoomError,
});

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('@/rooms/overview/OverviewPage'), 'OverviewPage'),
  validateSearch: picked('part'),
});

const dashboards = createRoute({
  getParentRoute: () => root,
  path: '/dashboards',
  component: lazyRouteComponent(() => import('@/rooms/dashboards/DashboardsPage'), 'DashboardsPage'),
  validateSearch: picked('find', 'tag', 'import'),
});

const dashboard = createRoute({
  getParentRoute: () => root,
  path: '/dashboards/$uid',
  component: lazyRouteComponent(() => import('@/rooms/dashboards/DashboardPage'), 'DashboardPage'),
});

const metrics = createRoute({
  getParentRoute: () => root,
  path: '/metrics',
  component: lazyRouteComponent(() => import('@/rooms/metrics/MetricsPage'), 'MetricsPage'),
  validateSearch: (search: Record<string, unknown>): { query?: string[] } => listed('query', search),
});

const logs = createRoute({
  getParentRoute: () => root,
  path: '/logs',
  component: lazyRouteComponent(() => import('@/rooms/logs/LogsPage'), 'LogsPage'),
  validateSearch: picked('q', 'row'),
});

const traces = createRoute({
  getParentRoute: () => root,
  path: '/traces',
  component: lazyRouteComponent(() => import('@/rooms/traces/TracesPage'), 'TracesPage'),
  validateSearch: picked('service'),
});

const trace = createRoute({
  getParentRoute: () => root,
  path: '/traces/$traceId',
  component: lazyRouteComponent(() => import('@/rooms/traces/TracePage'), 'TracePage'),
});

const alerts = createRoute({
  getParentRoute: () => root,
  path: '/alerts',
  component: lazyRouteComponent(() => import('@/rooms/alerts/AlertsPage'), 'AlertsPage'),
  validateSearch: picked('tab', 'alert', 'rule', 'find', 'silence'),
});

const incidents = createRoute({
  getParentRoute: () => root,
  path: '/incidents',
  component: lazyRouteComponent(() => import('@/rooms/incidents/IncidentsPage'), 'IncidentsPage'),
  validateSearch: picked('state', 'create'),
});

const incident = createRoute({
  getParentRoute: () => root,
  path: '/incidents/$id',
  component: lazyRouteComponent(() => import('@/rooms/incidents/IncidentPage'), 'IncidentPage'),
});

const oncall = createRoute({
  getParentRoute: () => root,
  path: '/oncall',
  component: lazyRouteComponent(() => import('@/rooms/oncall/OnCallPage'), 'OnCallPage'),
});

const deployments = createRoute({
  getParentRoute: () => root,
  path: '/deployments',
  component: lazyRouteComponent(() => import('@/rooms/deployments/DeploymentsPage'), 'DeploymentsPage'),
  validateSearch: picked('days'),
});

const security = createRoute({
  getParentRoute: () => root,
  path: '/security',
  component: lazyRouteComponent(() => import('@/rooms/security/SecurityPage'), 'SecurityPage'),
  validateSearch: picked('tab', 'finding', 'level', 'detection', 'state', 'find'),
});

const health = createRoute({
  getParentRoute: () => root,
  path: '/health-checks',
  component: lazyRouteComponent(() => import('@/rooms/health/HealthPage'), 'HealthPage'),
});

const backups = createRoute({
  getParentRoute: () => root,
  path: '/backups',
  component: lazyRouteComponent(() => import('@/rooms/backups/BackupsPage'), 'BackupsPage'),
  validateSearch: picked('backup'),
});

const checklists = createRoute({
  getParentRoute: () => root,
  path: '/checklists',
  component: lazyRouteComponent(() => import('@/rooms/checklists/ChecklistsPage'), 'ChecklistsPage'),
  validateSearch: picked('item'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/rooms/settings/SettingsPage'), 'SettingsPage'),
});

const routeTree = root.addChildren([overview, dashboards, dashboard, metrics, logs, traces, trace, alerts, incidents, incident, oncall, deployments, security, health, backups, checklists, settings]);

/** A validator for plain text parameters, each of which may be absent. */
function picked<const K extends string>(...keys: readonly K[]) {
  return (search: Record<string, unknown>): { [key in K]?: string } => {
    const entries = keys.flatMap((key) => {
      const value = one(search[key]);
      return value === undefined ? [] : [[key, value]];
    });
    return Object.fromEntries(entries) as { [key in K]?: string };
  };
}

function listed(name: string, search: Record<string, unknown>): Record<string, string[]> {
  const values = many(search[name]);
  return values.length === 0 ? {} : { [name]: values };
}

/** A router on the browser's own history, or on the one given. */
export function newRouter(history?: RouterHistory) {
  return createRouter({
    ...(history === undefined ? {} : { history }),
    routeTree,
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultErrorComponent: RoomError,
    defaultPendingMs: 300,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
