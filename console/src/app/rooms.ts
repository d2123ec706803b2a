/** The rooms in the order of the navigation: where they are, which key leads there, what time bar they have. */
export type RoomId = 'overview' | 'dashboards' | 'metrics' | 'logs' | 'traces' | 'alerts' | 'incidents' | 'oncall' | 'deployments' | 'security' | 'health' | 'backups' | 'checklists' | 'settings';

/** `range`: the whole bar; `moment`: as of when; `refresh`: only how often; `none`: nothing. */
export type TimeBar = 'range' | 'moment' | 'refresh' | 'none';

export interface Room {
  readonly id: RoomId;
  readonly path: '/' | '/dashboards' | '/metrics' | '/logs' | '/traces' | '/alerts' | '/incidents' | '/oncall' | '/deployments' | '/security' | '/health-checks' | '/backups' | '/checklists' | '/settings';
  readonly key: string;
  readonly timeBar: TimeBar;
  /** The bar over one thing of the room; without it such a page has its own time, or none. */
  readonly detailBar?: TimeBar;
  /** Whether the comparison with an earlier time changes what the room shows. */
  readonly compares: boolean;
}

export const ROOMS: readonly Room[] = [
  { id: 'overview', path: '/', key: 'o', timeBar: 'moment', compares: false },
  { id: 'dashboards', path: '/dashboards', key: 'd', timeBar: 'none', detailBar: 'range', compares: false },
  { id: 'metrics', path: '/metrics', key: 'm', timeBar: 'range', compares: true },
  { id: 'logs', path: '/logs', key: 'l', timeBar: 'range', compares: false },
  { id: 'traces', path: '/traces', key: 't', timeBar: 'range', compares: false },
  { id: 'alerts', path: '/alerts', key: 'a', timeBar: 'refresh', compares: false },
  { id: 'incidents', path: '/incidents', key: 'i', timeBar: 'refresh', compares: false },
  { id: 'oncall', path: '/oncall', key: 'c', timeBar: 'refresh', compares: false },
  { id: 'deployments', path: '/deployments', key: 'y', timeBar: 'refresh', compares: false },
  { id: 'security', path: '/security', key: 'x', timeBar: 'range', compares: false },
  { id: 'health', path: '/health-checks', key: 'h', timeBar: 'refresh', compares: false },
  { id: 'backups', path: '/backups', key: 'b', timeBar: 'refresh', compares: false },
  { id: 'checklists', path: '/checklists', key: 'k', timeBar: 'refresh', compares: false },
  { id: 'settings', path: '/settings', key: 's', timeBar: 'none', compares: false },
];

export const PHONE_ROOMS: readonly RoomId[] = ['overview', 'incidents', 'alerts', 'logs'];

const OVERVIEW = ROOMS[0] as Room;

export function roomAt(pathname: string): Room {
  const first = `/${pathname.split('/')[1] ?? ''}`;
  return ROOMS.find((room) => room.path === first) ?? OVERVIEW;
}
