/** A value as it is shown: its words, its colour. */
import { formatNamedUnit } from '@/lib/unitNames';
import type { Locale } from '@/lib/format';
import { colorOf, paletteColor } from './colors';
import { thresholdColor, type FieldConfig } from './fieldConfig';
import { mapped } from './mappings';
import type { Cell } from './reduce';
import type { FieldType } from './frame';

export type Displayed = { readonly text: string; readonly color: string | undefined };

export function displayed(value: Cell, config: FieldConfig, locale: Locale, type: FieldType = 'number'): Displayed {
  const words = mapped(config.mappings, value);
  const color = words?.color !== undefined && words.color !== '' ? colorOf(words.color) : valueColor(value, config);
  if (words !== undefined && words.text !== '') return { text: words.text, color };
  return { text: written(value, config, locale, type), color };
}

function written(value: Cell, config: FieldConfig, locale: Locale, type: FieldType): string {
  if (value === null || value === '') return config.noValue === '' ? (value === '' ? '' : formatNamedUnit(null, '', locale)) : config.noValue;
  if (type === 'time' && typeof value === 'number') return formatNamedUnit(value, config.unit.startsWith('dateTime') ? config.unit : 'dateTimeAsLocal', locale);
  if (typeof value === 'number') return formatNamedUnit(value, config.unit, locale, config.decimals);
  return String(value);
}

/** The colour by thresholds or the fixed one; undefined where colours belong to series. */
function valueColor(value: Cell, config: FieldConfig): string | undefined {
  const { colorMode, fixedColor } = config;
  if (colorMode === 'fixed' || colorMode === 'shades') return colorOf(fixedColor);
  if (colorMode.startsWith('palette')) return undefined;
  if (colorMode.startsWith('continuous') && typeof value === 'number') return continuous(value, config);
  const number = typeof value === 'boolean' ? Number(value) : value;
  const name = typeof number === 'number' ? thresholdColor(config, number) : config.thresholds?.steps[0]?.color;
  return name === undefined ? undefined : colorOf(name);
}

/** The colour of the `index`th series: fixed, by threshold of its last value, or from the palette. */
export function seriesColor(config: FieldConfig, index: number, last: Cell): string {
  if (config.colorMode === 'fixed' && config.fixedColor !== '') return colorOf(config.fixedColor);
  if (config.colorMode === 'thresholds' && typeof last === 'number') {
    const name = thresholdColor(config, last);
    if (name !== undefined) return colorOf(name);
  }
  return paletteColor(index);
}

function continuous(value: number, config: FieldConfig): string {
  const { min = 0, max = 100 } = config;
  const share = Math.round(Math.max(0, Math.min(1, (value - min) / (max - min || 1))) * 100);
  const [low, high] = /RdYlGr|RdGr/.test(config.colorMode) ? ['critical', 'ok'] : /GrYlRd|GrRd/.test(config.colorMode) ? ['ok', 'critical'] : ['info', 'high'];
  return `color-mix(in oklab, var(--mw-${high}) ${share}%, var(--mw-${low}))`;
}
