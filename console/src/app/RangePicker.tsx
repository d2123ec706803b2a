import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronLeft, IconChevronRight, IconClock } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale, useTimeZone } from '@/i18n/locale';
import { formatTime, parseRangeText, parseTime, QUICK_RANGES } from '@/lib/time';
import { type RangeName, rangeName, shifted } from './rangeText';
import type { TimeRangeState } from './timeRange';

export interface RangePickerProps {
  readonly range: TimeRangeState;
}

/** Which time: typed in words, one of the usual ones, or from and to. */
export function RangePicker({ range }: RangePickerProps) {
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
      <Popover opened={opened} onChange={setOpened} position="bottom-end" width={430} trapFocus>
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

function AbsoluteRange({ range, onChoose }: RangePickerProps & ChooserProps) {
  const { t } = useTranslation();
  const timeZone = useTimeZone();
  const [from, setFrom] = useState(() => formatTime(range.resolved.fromMs, 'en', timeZone));
  const [to, setTo] = useState(() => formatTime(range.resolved.toMs, 'en', timeZone));
  const fromMs = parseTime(from, range.resolved.toMs, timeZone);
  const toMs = parseTime(to, range.resolved.toMs, timeZone);
  const valid = fromMs !== null && toMs !== null && fromMs < toMs;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (valid) onChoose(String(fromMs), String(toMs));
  };
  return (
    <form onSubmit={submit} className="mw-row" style={{ alignItems: 'flex-end' }}>
      <TextInput
        className="mw-grow"
        label={t('range.from')}
        error={fromMs === null}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        className="mw-grow"
        label={t('range.to')}
        error={toMs === null}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={!valid}>
        {t('range.apply')}
      </Button>
    </form>
  );
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
