import { Menu } from '@mantine/core';
import {
  IconAlertOctagon,
  IconBell,
  IconChartLine,
  IconChecklist,
  IconDatabaseExport,
  IconDots,
  IconFileText,
  IconHeartbeat,
  IconHome,
  IconLayoutDashboard,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconPhoneCall,
  IconRocket,
  IconSettings,
  IconShield,
  IconTimeline,
} from '@tabler/icons-react';
import { Link, useLocation, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PHONE_ROOMS, type Room, type RoomId, roomAt, ROOMS } from './rooms';
import { globalOnly, type SearchRecord } from './search';
import { useGoTo } from './HrefLink';
import { stringifySearch } from './search';

const ICONS = {
  overview: IconHome,
  dashboards: IconLayoutDashboard,
  metrics: IconChartLine,
  logs: IconFileText,
  traces: IconTimeline,
  alerts: IconBell,
  incidents: IconAlertOctagon,
  oncall: IconPhoneCall,
  deployments: IconRocket,
  security: IconShield,
  health: IconHeartbeat,
  backups: IconDatabaseExport,
  checklists: IconChecklist,
  settings: IconSettings,
} as const;

export type Counts = Partial<Record<RoomId, number>>;

export interface NavProps {
  readonly counts: Counts;
  readonly folded: boolean;
  readonly onFold: () => void;
}

/** The rooms at the left; counts show only when something fires. The time range travels along. */
export function Nav({ counts, folded, onFold }: NavProps) {
  const { t } = useTranslation();
  const { here, carried } = useHere();
  const Fold = folded ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  const foldWord = t(folded ? 'nav.unfold' : 'nav.fold');
  return (
    <nav className="mw-nav" aria-label={t('nav.label')}>
      {ROOMS.map((room) => {
        const Icon = ICONS[room.id];
        return (
          <Link
            key={room.id}
            to={room.path}
            search={carried}
            className="mw-nav-item"
            data-here={room === here || undefined}
            aria-current={room === here ? 'page' : undefined}
            title={t(`nav.${room.id}`)}
          >
            <Icon size={17} stroke={1.7} aria-hidden />
            <span className="mw-nav-word">{t(`nav.${room.id}`)}</span>
            <Count room={room} counts={counts} />
          </Link>
        );
      })}
      <button type="button" className="mw-nav-item mw-nav-fold" onClick={onFold} aria-label={foldWord} title={foldWord}>
        <Fold size={17} stroke={1.7} aria-hidden />
      </button>
    </nav>
  );
}

/** The phone's bar: four rooms and the rest under "more". */
export function BottomBar({ counts }: { readonly counts: Counts }) {
  const { t } = useTranslation();
  const { here, carried } = useHere();
  const goTo = useGoTo();
  const shown = PHONE_ROOMS.flatMap((id) => ROOMS.filter((room) => room.id === id));
  const rest = ROOMS.filter((room) => !PHONE_ROOMS.includes(room.id));
  return (
    <nav className="mw-bottom" aria-label={t('nav.label')}>
      {shown.map((room) => {
        const Icon = ICONS[room.id];
        return (
          <Link
            key={room.id}
            to={room.path}
            search={carried}
            className="mw-bottom-item"
            data-here={room === here || undefined}
            aria-current={room === here ? 'page' : undefined}
          >
            <Icon size={20} stroke={1.7} aria-hidden />
            {t(`nav.${room.id}`)}
            <Count room={room} counts={counts} />
          </Link>
        );
      })}
      <Menu position="top-end">
        <Menu.Target>
          <button type="button" className="mw-bottom-item" data-here={rest.includes(here) || undefined}>
            <IconDots size={20} stroke={1.7} aria-hidden />
            {t('nav.more')}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {rest.map((room) => {
            const Icon = ICONS[room.id];
            return (
              <Menu.Item
                key={room.id}
                leftSection={<Icon size={16} />}
                onClick={() => goTo(room.path + stringifySearch({ ...carried }))}
              >
                {t(`nav.${room.id}`)}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}

function Count({ room, counts }: { readonly room: Room; readonly counts: Counts }) {
  const { t } = useTranslation();
  const count = counts[room.id] ?? 0;
  if (count === 0) return null;
  return (
    <span className="mw-count" title={t(room.id === 'alerts' ? 'nav.firing' : 'nav.open', { count })}>
      {count > 99 ? '99+' : count}
    </span>
  );
}

function useHere() {
  const here = roomAt(useLocation({ select: (location) => location.pathname }));
  const carried = globalOnly(useSearch({ strict: false }) as SearchRecord);
  return { here, carried };
}
