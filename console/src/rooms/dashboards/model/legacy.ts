/** Panels of older versions in today's shape: graph, singlestat, the old table, gauges before version 7. Pure; the stored JSON stays as it is. */
import { figure, pattern, text, tree, trees, type Tree } from './json';

const NEWER: Readonly<Record<string, string>> = {
  'grafana-piechart-panel': 'piechart',
  'grafana-polystat-panel': 'stat',
  'table-old': 'table',
  'natel-discrete-panel': 'state-timeline',
  'flant-statusmap-panel': 'status-history',
};

export function modernised(panel: Tree): Tree {
  const type = text(panel['type']);
  switch (type) {
    case 'graph':
      return graph(panel);
    case 'singlestat':
    case 'grafana-singlestat-panel':
      return singleStat(panel);
    case 'table':
    case 'table-old':
      return panel['styles'] === undefined && panel['columns'] === undefined ? { ...panel, type: 'table' } : oldTable(panel);
    case 'text':
      return panel['content'] === undefined
        ? panel
        : { ...panel, options: { mode: panel['mode'], content: panel['content'], ...tree(panel['options']) } };
    case 'heatmap':
      return oldHeatmap(panel);
    case 'gauge':
    case 'bargauge':
    case 'stat':
      return fieldOptions(panel);
    default:
      return { ...panel, type: NEWER[type] ?? type };
  }
}

function graph(panel: Tree): Tree {
  const axes = trees(panel['yaxes']);
  const [left = {}, right = {}] = axes;
  const xMode = text(tree(panel['xaxis'])['mode']);
  const custom = {
    drawStyle: panel['bars'] === true ? 'bars' : panel['lines'] === false && panel['points'] === true ? 'points' : 'line',
    fillOpacity: (figure(panel['fill']) ?? 1) * 10,
    lineWidth: figure(panel['linewidth']) ?? 1,
    spanNulls: panel['nullPointMode'] === 'connected',
    stacking: { mode: panel['stack'] === true ? (panel['percentage'] === true ? 'percent' : 'normal') : 'none' },
    scaleDistribution: (figure(left['logBase']) ?? 1) > 1 ? { type: 'log', log: left['logBase'] } : { type: 'linear' },
    thresholdsStyle: { mode: trees(panel['thresholds']).length > 0 ? 'line' : 'off' },
  };
  const defaults = {
    unit: left['format'] ?? left['unit'],
    min: left['min'],
    max: left['max'],
    decimals: left['decimals'] ?? panel['decimals'],
    thresholds: graphThresholds(panel),
    ...tree(tree(panel['fieldConfig'])['defaults']),
    custom,
  };
  const legend = tree(panel['legend']);
  const calcs = ['current', 'min', 'max', 'avg', 'total'].filter((name) => legend[name] === true);
  return {
    ...panel,
    type: xMode === 'series' ? 'barchart' : xMode === 'histogram' ? 'histogram' : 'timeseries',
    fieldConfig: { defaults, overrides: [...trees(panel['seriesOverrides']).map((one) => graphOverride(one, right)), ...colours(panel)] },
    options: {
      legend: { showLegend: legend['show'] !== false, displayMode: legend['alignAsTable'] === true ? 'table' : 'list', calcs },
      ...tree(panel['options']),
    },
  };
}

function graphThresholds(panel: Tree): Tree | undefined {
  const steps = trees(panel['thresholds']).map((one) => ({
    value: figure(one['value']) ?? 0,
    color: one['colorMode'] === 'critical' ? 'red' : one['colorMode'] === 'ok' ? 'green' : text(one['lineColor'], 'orange'),
  }));
  if (steps.length === 0) return undefined;
  return { mode: 'absolute', steps: [{ value: null, color: 'transparent' }, ...steps.sort((a, b) => a.value - b.value)] };
}

function graphOverride(one: Tree, right: Tree): Tree {
  const alias = text(one['alias']);
  const properties: Tree[] = [];
  const add = (id: string, value: unknown): void => void properties.push({ id, value });
  if (figure(one['yaxis']) === 2) {
    add('custom.axisPlacement', 'right');
    const unit = right['format'] ?? right['unit'];
    if (unit !== undefined) add('unit', unit);
  }
  if (one['color'] !== undefined) add('color', { mode: 'fixed', fixedColor: one['color'] });
  if (one['transform'] === 'negative-Y') add('custom.transform', 'negative-Y');
  if (one['bars'] === true) add('custom.drawStyle', 'bars');
  if (one['fill'] !== undefined) add('custom.fillOpacity', (figure(one['fill']) ?? 0) * 10);
  if (one['linewidth'] !== undefined) add('custom.lineWidth', one['linewidth']);
  if (one['dashes'] === true) add('custom.lineStyle', { fill: 'dash' });
  if (one['stack'] === false) add('custom.stacking', { mode: 'none' });
  if (one['legend'] === false) add('custom.hideFrom', { legend: true });
  const regex = alias.startsWith('/') && pattern(alias) !== null;
  return { matcher: { id: regex ? 'byRegexp' : 'byName', options: alias }, properties };
}

/** `aliasColors`: a colour for a series of that name. */
function colours(panel: Tree): Tree[] {
  return Object.entries(tree(panel['aliasColors'])).map(([name, color]) => ({
    matcher: { id: 'byName', options: name },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: color } }],
  }));
}

function singleStat(panel: Tree): Tree {
  const limits = text(panel['thresholds']).split(',').map(figure).filter((value) => value !== undefined);
  const colors = Array.isArray(panel['colors']) ? panel['colors'].map((color) => text(color)) : [];
  const steps = [null, ...limits].map((value, index) => ({ value, color: colors[index] ?? 'green' }));
  const coloured = panel['colorBackground'] === true ? 'background' : panel['colorValue'] === true ? 'value' : 'none';
  const gauge = tree(panel['gauge']);
  const shown = gauge['show'] === true;
  return {
    ...panel,
    type: shown ? 'gauge' : 'stat',
    fieldConfig: {
      defaults: {
        unit: panel['format'],
        decimals: panel['decimals'],
        noValue: panel['nullText'] ?? undefined,
        min: shown ? (gauge['minValue'] ?? 0) : undefined,
        max: shown ? (gauge['maxValue'] ?? 100) : undefined,
        thresholds: { mode: 'absolute', steps },
        mappings: oldMappings(panel),
        ...tree(tree(panel['fieldConfig'])['defaults']),
      },
      overrides: [],
    },
    options: {
      colorMode: coloured,
      graphMode: tree(panel['sparkline'])['show'] === true ? 'area' : 'none',
      prefix: panel['prefix'],
      postfix: panel['postfix'],
      textMode: 'value',
      reduceOptions: { calcs: [text(panel['valueName'], 'mean')] },
      ...tree(panel['options']),
    },
  };
}

function oldMappings(panel: Tree): Tree[] {
  const values = trees(panel['valueMaps']).map((one): Tree => ({ type: 1, value: one['value'], text: one['text'] }));
  const ranges = trees(panel['rangeMaps']).map((one): Tree => ({ type: 2, from: one['from'], to: one['to'], text: one['text'] }));
  return [...values, ...ranges, ...trees(panel['mappings'])].map((one) => (one['value'] === 'null' ? special(one) : one));
}

const special = (one: Tree): Tree => ({ type: 'special', options: { match: 'null', result: { text: one['text'] } } });

function oldTable(panel: Tree): Tree {
  const overrides = trees(panel['styles']).map((style) => {
    const written = text(style['pattern']);
    const properties: Tree[] = [];
    if (text(style['alias']) !== '') properties.push({ id: 'displayName', value: style['alias'] });
    if (style['type'] === 'hidden') properties.push({ id: 'custom.hidden', value: true });
    if (style['unit'] !== undefined && style['type'] === 'number') properties.push({ id: 'unit', value: style['unit'] });
    if (style['decimals'] !== undefined) properties.push({ id: 'decimals', value: style['decimals'] });
    return { matcher: { id: written.startsWith('/') ? 'byRegexp' : 'byName', options: written }, properties };
  });
  const perSeries = panel['transform'] === 'timeseries_aggregations';
  const calcs = trees(panel['columns']).map((column) => text(column['value']));
  const older = perSeries ? [{ id: 'reduce', options: { reducers: calcs.length > 0 ? calcs : ['mean'] } }] : [];
  return {
    ...panel,
    type: 'table',
    fieldConfig: { defaults: {}, overrides, ...tree(panel['fieldConfig']) },
    transformations: [...older, ...trees(panel['transformations'])],
  };
}

function oldHeatmap(panel: Tree): Tree {
  if (panel['yAxis'] === undefined) return panel;
  const unit = tree(panel['yAxis'])['format'];
  const calculate = panel['dataFormat'] !== 'tsbuckets';
  return { ...panel, options: { calculate, yAxis: { unit }, ...tree(panel['options']) } };
}

/** Version 6 kept the field's settings below `options.fieldOptions`. */
function fieldOptions(panel: Tree): Tree {
  const options = tree(panel['options']);
  const old = tree(options['fieldOptions']);
  if (options['fieldOptions'] === undefined) return panel;
  const own = tree(panel['fieldConfig']);
  return {
    ...panel,
    options: { ...options, reduceOptions: { calcs: old['calcs'], values: old['values'], ...tree(options['reduceOptions']) } },
    fieldConfig: {
      defaults: { thresholds: { mode: 'absolute', steps: old['thresholds'] }, ...tree(old['defaults']), ...tree(own['defaults']) },
      overrides: own['overrides'] ?? old['overrides'] ?? [],
    },
  };
}
