import { ActionIcon, Button, Menu, Popover, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronLeft, IconChevronRight, IconClock, IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatTime, parseRangeText, parseTime, QUICK_RANGES } from '@/lib/time';
import { type RangeName, rangeName, shifted, toLocalField } from './rangeText';
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

function RangePicker({ range }: PickerProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const timeZone = useTimeZone();
  const [opened, setOpened] = useState(false);
  const choose = (from: string, to: string) => {
    range.set({ from, to });
    setOpened(false);
  };
  const move = (direction: -1 | 1) => range.set(shifted(range.resolved, direction));
  const name = rangeName(range, range.resolved, locale, timeZone);
  return (
    <span className="mw-row" style={{ gap: 0 }}>
      <ActionIcon className="mw-wide" aria-label={t('range.earlier')} title={t('range.earlier')} onClick={() => move(-1)}>
        <IconChevronLeft size={15} />
      </ActionIcon>
      <Popover opened={opened} onChange={setOpened} position="bottom-end" width={380} trapFocus>
        <Popover.Target>
          <button
            type="button"
            className="mw-top-button"
            aria-expanded={opened}
            aria-label={`${t('range.label')}: ${wordsOf(name, t)}`}
            onClick={() => setOpened(!opened)}
          >
            <IconClock size={15} aria-hidden />
            <span className="mw-top-word">{wordsOf(name, t)}</span>
            <IconChevronDown size={13} aria-hidden />
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <div className="mw-stack">
            <TypedRange onChoose={choose} />
            <div className="mw-range-grid">
              {QUICK_RANGES.map(({ key, from, to }) => (
                <Button
                  key={key}
                  variant={from === range.from && to === range.to ? 'light' : 'subtle'}
                  color={from === range.from && to === range.to ? 'accent' : 'gray'}
                  onClick={() => choose(from, to)}
                >
                  {t(`range.${key}` as 'range.last1h')}
                </Button>
              ))}
            </div>
            <AbsoluteRange key={`${range.from}/${range.to}`} range={range} onChoose={choose} />
          </div>
        </Popover.Dropdown>
      </Popover>
      <ActionIcon
        className="mw-wide"
        aria-label={t('range.later')}
        title={t('range.later')}
        disabled={range.live}
        onClick={() => move(1)}
      >
        <IconChevronRight size={15} />
      </ActionIcon>
    </span>
  );
}

interface ChooserProps {
  readonly onChoose: (from: string, to: string) => void;
}

function TypedRange({ onChoose }: ChooserProps) {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const [text, setText] = useState('');
  const [unclear, setUnclear] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = parseRangeText(text, Date.now(), timeZone);
    if (parsed === null) setUnclear(true);
    else onChoose(parsed.from, parsed.to);
  };
  return (
    <form onSubmit={submit}>
      <TextInput
        label={t('range.typed')}
        placeholder={t('range.typedHint')}
        value={text}
        data-autofocus
        error={unclear ? t('range.unclear') : undefined}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setUnclear(false);
        }}
      />
    </form>
  );
}

function AbsoluteRange({ range, onChoose }: PickerProps & ChooserProps) {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const [from, setFrom] = useState(() => toLocalField(range.resolved.fromMs, timeZone));
  const [to, setTo] = useState(() => toLocalField(range.resolved.toMs, timeZone));
  const fromMs = parseTime(from, 0, timeZone);
  const toMs = parseTime(to, 0, timeZone);
  const valid = fromMs !== null && toMs !== null && fromMs < toMs;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (valid) onChoose(String(fromMs), String(toMs));
  };
  return (
    <form onSubmit={submit} className="mw-row" style={{ alignItems: 'flex-end' }}>
      <TextInput
        className="mw-grow"
        type="datetime-local"
        step={1}
        label={t('range.from')}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        className="mw-grow"
        type="datetime-local"
        step={1}
        label={t('range.to')}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={!valid}>
        {t('range.apply')}
      </Button>
    </form>
  );
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

function wordsOf(name: RangeName, t: TFunction): string {
  switch (name.kind) {
    case 'quick':
      return t(`range.${name.key}` as 'range.last1h');
    case 'last':
      return t('range.last', { amount: name.amount, unit: t(`range.unit.${name.unit}` as 'range.unit.h') });
    case 'absolute':
      return t('range.fromTo', { from: name.from, to: name.to });
  }
}
