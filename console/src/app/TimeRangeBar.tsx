import { ActionIcon, Menu, TextInput } from '@mantine/core';
import { IconChevronDown, IconClock, IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatTime, parseTime } from '@/lib/time';
import { RangePicker } from './RangePicker';
import { toLocalField } from './rangeText';
import type { Room } from './rooms';
import { refreshNow } from './ticker';
import { COMPARE_CHOICES, REFRESH_CHOICES, type TimeRangeState, useTimeRange } from './timeRange';
import { useUrlState } from './urlState';

export interface TimeRangeBarProps {
  readonly room: Room;
}

/** The one time bar: which range, against what, how often. A room shows the parts that change what it shows. */
export function TimeRangeBar({ room }: TimeRangeBarProps) {
  const range = useTimeRange();
  if (room.timeBar === 'none') return null;
  return (
    <>
      {room.timeBar === 'range' && <RangePicker range={range} />}
      {room.timeBar === 'moment' && <MomentPicker range={range} />}
      {room.compares && <ComparePicker range={range} />}
      <RefreshPicker range={range} />
    </>
  );
}

interface PickerProps {
  readonly range: TimeRangeState;
}

const HOUR = 3_600_000;
const MOMENTS = [
  ['hourAgo', HOUR],
  ['dayAgo', 24 * HOUR],
  ['weekAgo', 168 * HOUR],
] as const;

/** For a page that always shows one day: up to which moment. */
function MomentPicker({ range }: PickerProps) {
  const { t } = useTranslation();
  const url = useUrlState();
  const locale = useLocale();
  const timeZone = useTimeZone();
  const at = formatTime(range.resolved.toMs, locale, timeZone).slice(0, 16);
  const word = range.live ? t('range.momentNow') : t('range.momentAt', { at });
  const choose = (toMs: number) => url.set({ from: String(toMs - 24 * HOUR), to: String(toMs) });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className="mw-top-button" aria-label={word}>
          <IconClock size={15} aria-hidden />
          <span className="mw-top-word">{word}</span>
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => url.set({ from: undefined, to: undefined })}>{t('range.momentNow')}</Menu.Item>
        {MOMENTS.map(([key, back]) => (
          <Menu.Item key={key} onClick={() => choose(Math.floor((Date.now() - back) / 60_000) * 60_000)}>
            {t(`range.${key}`)}
          </Menu.Item>
        ))}
        <div style={{ padding: 'var(--mw-space-2) var(--mw-space-3)' }}>
          <TextInput
            type="datetime-local"
            label={t('range.moment')}
            value={toLocalField(range.resolved.toMs, timeZone).slice(0, 16)}
            onChange={(event) => {
              const ms = parseTime(event.currentTarget.value, 0, timeZone);
              if (ms !== null) choose(ms);
            }}
          />
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}

function ComparePicker({ range }: PickerProps) {
  const { t } = useTranslation();
  const url = useUrlState();
  const current = range.compare === null ? t('compare.none') : t(`compare.${range.compare}`);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button
          type="button"
          className="mw-top-button mw-wide"
          data-quiet={range.compare === null || undefined}
          aria-label={`${t('compare.label')}: ${current}`}
        >
          {range.compare === null ? t('compare.label') : `${t('compare.label')} ${current}`}
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => url.set({ compare: undefined })}>{t('compare.none')}</Menu.Item>
        {COMPARE_CHOICES.map((choice) => (
          <Menu.Item key={choice} onClick={() => url.set({ compare: choice })}>
            {t(`compare.${choice}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function RefreshPicker({ range }: PickerProps) {
  const { t } = useTranslation();
  const url = useUrlState();
  const client = useQueryClient();
  const refresh = () => {
    refreshNow();
    void client.invalidateQueries();
  };
  const word = range.live ? refreshWord(range.refreshSeconds, t) : t('refresh.off');
  return (
    <span className="mw-row" style={{ gap: 0 }}>
      <ActionIcon aria-label={t('refresh.now')} title={t('refresh.now')} onClick={refresh}>
        <IconRefresh size={15} />
      </ActionIcon>
      <Menu position="bottom-end" disabled={!range.live}>
        <Menu.Target>
          <button
            type="button"
            className="mw-top-button mw-wide"
            style={{ padding: '0 6px' }}
            data-quiet
            aria-label={`${t('refresh.label')}: ${word}`}
            title={range.live ? t('refresh.label') : t('refresh.fixed')}
          >
            {word}
            <IconChevronDown size={13} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {REFRESH_CHOICES.map((seconds) => (
            <Menu.Item key={seconds} onClick={() => url.set({ refresh: String(seconds) })}>
              {refreshWord(seconds, t)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}

function refreshWord(seconds: number, t: TFunction): string {
  if (seconds === 0) return t('refresh.off');
  return seconds % 60 === 0 ? t('refresh.everyMinutes', { minutes: seconds / 60 }) : t('refresh.every', { seconds });
}
