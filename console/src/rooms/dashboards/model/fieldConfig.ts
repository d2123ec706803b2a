/** How a field is shown: unit, bounds, colours, thresholds, words for values; with the overrides that change it for some. */
import { at, figure, pattern, text, tree, trees, type Tree } from './json';
import { readMappings, type Mapping } from './mappings';

export type Threshold = { readonly value: number; readonly color: string };

export type Thresholds = {
  /** Whether the values are shares of the way from `min` to `max`, 0 to 100. */
  readonly percentage: boolean;
  /** Ascending; the first is -Infinity. */
  readonly steps: readonly Threshold[];
};

export type FieldConfig = {
  readonly unit: string;
  readonly decimals: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly displayName: string;
  readonly noValue: string;
  /** `thresholds`, `palette-classic`, `fixed`, `continuous-…`. */
  readonly colorMode: string;
  readonly fixedColor: string;
  readonly thresholds: Thresholds | undefined;
  readonly mappings: readonly Mapping[];
  readonly links: readonly { readonly title: string; readonly url: string }[];
  readonly custom: Tree;
};

export type Override = {
  readonly matches: (field: { readonly name: string; readonly type: string; readonly refId: string }) => boolean;
  readonly properties: readonly { readonly id: string; readonly value: unknown }[];
};

export type FieldConfigSource = { readonly defaults: FieldConfig; readonly overrides: readonly Override[] };

export function readFieldConfig(config: Tree): FieldConfigSource {
  return { defaults: readDefaults(tree(config['defaults'])), overrides: trees(config['overrides']).map(readOverride) };
}

function readDefaults(from: Tree): FieldConfig {
  const colors = tree(from['color']);
  return {
    unit: text(from['unit']),
    decimals: figure(from['decimals']),
    min: figure(from['min']),
    max: figure(from['max']),
    displayName: text(from['displayName']),
    noValue: text(from['noValue']),
    colorMode: text(colors['mode']),
    fixedColor: text(colors['fixedColor']),
    thresholds: readThresholds(from['thresholds']),
    mappings: readMappings(from['mappings']),
    links: trees(from['links']).map((link) => ({ title: text(link['title']), url: text(link['url']) })),
    custom: tree(from['custom']),
  };
}

export function readThresholds(value: unknown): Thresholds | undefined {
  const steps = trees(tree(value)['steps']).map((step, index) => ({
    value: index === 0 ? -Infinity : (figure(step['value']) ?? -Infinity),
    color: text(step['color'], 'green'),
  }));
  return steps.length === 0 ? undefined : { percentage: tree(value)['mode'] === 'percentage', steps };
}

function readOverride(from: Tree): Override {
  const matcher = tree(from['matcher']);
  const options = matcher['options'];
  return {
    matches: matcherOf(text(matcher['id']), options),
    properties: trees(from['properties']).map((one) => ({ id: text(one['id']), value: one['value'] })),
  };
}

function matcherOf(id: string, options: unknown): Override['matches'] {
  switch (id) {
    case 'byName':
      return ({ name }) => name === text(options);
    case 'byRegexp': {
      const read = pattern(text(options));
      return ({ name }) => read?.test(name) ?? false;
    }
    case 'byType':
      return ({ type }) => type === text(options);
    case 'byFrameRefID':
      return ({ refId }) => refId === text(options);
    case 'byNames': {
      const names = at(options, 'names');
      const listed = (name: string): boolean => Array.isArray(names) && names.includes(name);
      return at(options, 'mode') === 'exclude' ? ({ name }) => !listed(name) : ({ name }) => listed(name);
    }
    default:
      return () => false;
  }
}

/** The configuration of one field: the defaults with every matching override laid over, in order. */
export function configOf(source: FieldConfigSource, field: { name: string; type: string; refId: string }): FieldConfig {
  let config = source.defaults;
  for (const override of source.overrides) {
    if (!override.matches(field)) continue;
    for (const { id, value } of override.properties) config = changed(config, id, value);
  }
  return config;
}

function changed(config: FieldConfig, id: string, value: unknown): FieldConfig {
  if (id.startsWith('custom.')) return { ...config, custom: withPath(config.custom, id.slice(7).split('.'), value) };
  switch (id) {
    case 'unit':
    case 'displayName':
    case 'noValue':
      return { ...config, [id]: text(value) };
    case 'decimals':
    case 'min':
    case 'max':
      return { ...config, [id]: figure(value) };
    case 'color':
      return { ...config, colorMode: text(at(value, 'mode')), fixedColor: text(at(value, 'fixedColor')) };
    case 'thresholds':
      return { ...config, thresholds: readThresholds(value) };
    case 'mappings':
      return { ...config, mappings: readMappings(value) };
    case 'links':
      return { ...config, links: trees(value).map((link) => ({ title: text(link['title']), url: text(link['url']) })) };
    default:
      return config;
  }
}

function withPath(into: Tree, [key = '', ...rest]: readonly string[], value: unknown): Tree {
  return { ...into, [key]: rest.length === 0 ? value : withPath(tree(into[key]), rest, value) };
}

/** The colour of the highest threshold at or under `value`. */
export function thresholdColor(config: FieldConfig, value: number): string | undefined {
  const { thresholds } = config;
  if (thresholds === undefined) return undefined;
  const { min = 0, max = 100 } = config;
  const seen = thresholds.percentage ? ((value - min) / (max - min || 1)) * 100 : value;
  let color = thresholds.steps[0]?.color;
  for (const step of thresholds.steps) if (seen >= step.value) color = step.color;
  return color;
}
