import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reportOf } from '@/rooms/dashboards/edit/report';
import { panelsOf, readDashboard } from './dashboard';
import { configOf } from './fieldConfig';
import { compacted, laidOut } from './layout';
import { isDrawn } from './panel';
import { readVariable } from './variable';

const panel = (id: number, more: Record<string, unknown> = {}) => ({ id, type: 'stat', title: `p${id}`, ...more });
const none = { variables: new Map(), words: {} };

test('panels without a place stand beside each other', () => {
  const read = readDashboard({ title: 'Pasted', panels: [panel(1, { type: 'graph' }), panel(2, { type: 'graph' }), panel(3, { type: 'graph' }), panel(4, { type: 'singlestat' })] });
  expect(panelsOf(read).map(({ type, gridPos }) => [type, gridPos])).toEqual([
    ['timeseries', { x: 0, y: 0, w: 12, h: 8 }],
    ['timeseries', { x: 12, y: 0, w: 12, h: 8 }],
    ['timeseries', { x: 0, y: 8, w: 12, h: 8 }],
    ['stat', { x: 12, y: 8, w: 6, h: 4 }],
  ]);
});

test('rows part the panels under them; collapsed ones hold their own', () => {
  const read = readDashboard({
    panels: [
      panel(1, { gridPos: { x: 0, y: 0, w: 4, h: 2 } }),
      { id: 2, type: 'row', title: 'Open', collapsed: false, panels: [], gridPos: { x: 0, y: 2, w: 24, h: 1 } },
      panel(3, { gridPos: { x: 0, y: 3, w: 4, h: 2 } }),
      { id: 4, type: 'row', title: 'Closed', collapsed: true, panels: [panel(5)], gridPos: { x: 0, y: 5, w: 24, h: 1 } },
    ],
  });
  expect(read.sections.map(({ title, collapsed, panels }) => [title, collapsed, panels.map(({ id }) => id)])).toEqual([
    [undefined, false, [1]],
    ['Open', false, [3]],
    ['Closed', true, [5]],
  ]);
});

test('rows of before version 5 give their panels widths of twelve', () => {
  const read = readDashboard({ rows: [{ title: 'R', height: '250px', panels: [panel(1, { span: 4 }), panel(2, { span: 8 })] }] });
  expect(panelsOf(read).map(({ gridPos }) => gridPos)).toEqual([
    { x: 0, y: 0, w: 8, h: 7 },
    { x: 8, y: 0, w: 16, h: 7 },
  ]);
});

test('a graph keeps its axes, thresholds, stacks and overrides', () => {
  const [graph] = panelsOf(
    readDashboard({
      panels: [
        panel(1, {
          type: 'graph',
          stack: true,
          fill: 4,
          yaxes: [{ format: 'bytes', min: 0 }, { format: 'ms' }],
          thresholds: [{ value: 80, colorMode: 'critical' }],
          seriesOverrides: [{ alias: '/latency/', yaxis: 2 }],
        }),
      ],
    }),
  );
  expect(graph?.fieldConfig.defaults).toMatchObject({ unit: 'bytes', min: 0, custom: { fillOpacity: 40, stacking: { mode: 'normal' } } });
  expect(graph?.fieldConfig.defaults.thresholds?.steps[1]).toEqual({ value: 80, color: 'red' });
  const config = graph === undefined ? undefined : configOf(graph.fieldConfig, { name: 'p99 latency', type: 'number', refId: 'A' });
  expect(config).toMatchObject({ unit: 'ms', custom: { axisPlacement: 'right' } });
});

test('a single stat keeps its colours, words and calculation', () => {
  const [stat] = panelsOf(
    readDashboard({ panels: [panel(1, { type: 'singlestat', format: 'percent', valueName: 'current', thresholds: '50,80', colors: ['green', 'orange', 'red'], colorBackground: true, valueMaps: [{ op: '=', value: '0', text: 'down' }] })] }),
  );
  expect(stat?.options).toMatchObject({ colorMode: 'background', reduceOptions: { calcs: ['current'] } });
  expect(stat?.fieldConfig.defaults.thresholds?.steps.map(({ value }) => value)).toEqual([-Infinity, 50, 80]);
  expect(stat?.fieldConfig.defaults.mappings[0]?.(0)?.text).toBe('down');
});

test('a panel repeats for each chosen value, and pushes down what stands under it', () => {
  const read = readDashboard({
    panels: [panel(1, { repeat: 'host', maxPerRow: 2, title: '$host', gridPos: { x: 0, y: 0, w: 24, h: 4 } }), panel(2, { gridPos: { x: 0, y: 4, w: 24, h: 3 } })],
  });
  const host = { variable: readVariable({ name: 'host', multi: true }), options: [], values: ['a', 'b', 'c'] };
  const [section] = laidOut(read, { variables: new Map([['host', host]]), words: {} });
  expect(section?.panels.map(({ key, scoped, gridPos: { x, y, w } }) => [key, scoped['host'], x, y, w])).toEqual([
    ['1', 'a', 0, 0, 12],
    ['1-1', 'b', 12, 0, 12],
    ['1-2', 'c', 0, 4, 12],
    ['2', undefined, 0, 8, 24],
  ]);
});

test('panels never lie on each other', () => {
  const read = readDashboard({ panels: [panel(1, { gridPos: { x: 0, y: 0, w: 12, h: 4 } }), panel(2, { gridPos: { x: 6, y: 2, w: 12, h: 4 } }), panel(3, { gridPos: { x: 0, y: 9, w: 6, h: 2 } })] });
  expect(compacted(panelsOf(read)).map(({ gridPos: { y } }) => y)).toEqual([0, 4, 4]);
});

const PUBLISHED = '../../shared/data/grafana-dashboards';

test.skipIf(!existsSync(PUBLISHED))('published dashboards are read, and at least 98 % of their panels are drawn as their type', () => {
  let panels = 0;
  let drawn = 0;
  for (const file of readdirSync(PUBLISHED).filter((name) => name.endsWith('.json'))) {
    const read = readDashboard(JSON.parse(readFileSync(`${PUBLISHED}/${file}`, 'utf8')));
    const all = laidOut(read, none).flatMap((section) => section.panels);
    expect([file, all.length > 0]).toEqual([file, true]);
    panels += all.length;
    drawn += all.filter(({ type }) => isDrawn(type)).length;
    expect([file, reportOf(read, new Set()).panels.flatMap(({ transformations }) => transformations)]).toEqual([file, []]);
  }
  expect(panels).toBeGreaterThan(250);
  expect(drawn / panels).toBeGreaterThanOrEqual(0.98);
});
