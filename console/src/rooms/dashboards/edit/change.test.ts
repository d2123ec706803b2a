import { expect, test } from 'vitest';
import { addPanel, copyPanel, panelJson, readForm, removePanel, replacePanel, withForm, withInputs } from './change';
import { metricNames, reportOf } from './report';
import { readDashboard } from '@/rooms/dashboards/model/dashboard';

const dashboard = {
  title: 'D',
  unknownToUs: { kept: true },
  panels: [
    { id: 1, type: 'stat', gridPos: { x: 0, y: 0, w: 6, h: 4 }, targets: [{ refId: 'A', expr: 'up', exemplar: true }] },
    { id: 2, type: 'row', collapsed: true, panels: [{ id: 3, type: 'graph', title: 'Old' }] },
  ],
};

test('panels are found, replaced, copied and removed, also within rows; the rest stays', () => {
  expect(panelJson(dashboard, 3)).toEqual({ id: 3, type: 'graph', title: 'Old' });
  const changed = replacePanel(dashboard, 3, { type: 'text' });
  expect(panelJson(changed, 3)).toEqual({ id: 3, type: 'text' });
  expect(changed['unknownToUs']).toEqual({ kept: true });
  expect(panelJson(copyPanel(dashboard, 1), 4)).toMatchObject({ type: 'stat' });
  expect(panelJson(removePanel(dashboard, 3), 3)).toBeNull();
});

test('a new panel stands under the others with a number of its own', () => {
  const { dashboard: more, id } = addPanel(dashboard, 'New');
  expect(id).toBe(4);
  expect(panelJson(more, 4)).toMatchObject({ title: 'New', gridPos: { y: 4 } });
});

test('the form changes what it shows and keeps what it does not', () => {
  const stored = panelJson(dashboard, 1) ?? {};
  const form = readForm(stored);
  const next = withForm(stored, { ...form, title: 'Up', unit: 'percent', w: '30', thresholds: [{ value: '', color: 'green' }, { value: '5', color: 'red' }] });
  expect(next).toMatchObject({
    title: 'Up',
    gridPos: { x: 0, y: 0, w: 24, h: 4 },
    targets: [{ refId: 'A', expr: 'up', exemplar: true }],
    fieldConfig: { defaults: { unit: 'percent', thresholds: { mode: 'absolute', steps: [{ value: null, color: 'green' }, { value: 5, color: 'red' }] } } },
  });
});

test('what an export leaves open is filled in with our sources', () => {
  const json = withInputs({ __inputs: [{ name: 'DS_PROM', type: 'datasource', pluginId: 'prometheus' }, { name: 'VAR_X', type: 'constant', value: 'a"b' }], panels: [{ datasource: '${DS_PROM}', title: '${VAR_X}' }] });
  expect(json).toEqual({ panels: [{ datasource: 'prometheus', title: 'a"b' }] });
});

test.each([
  ['sum by (job) (rate(http_requests_total{status=~"5.."}[5m])) / on (job) group_left (x) count(up) > bool 0.5', ['http_requests_total', 'up']],
  ['histogram_quantile(0.95, sum(rate(a_bucket{job=~"$job"}[$__rate_interval])) by (le))', ['a_bucket']],
  ['label_replace(node_load1, "a", "$1", "b", "(.*)") offset 5m # comment up', ['node_load1']],
  ['job:x:rate5m{a="b"} unless vector(1)', ['job:x:rate5m']],
  ['$metric + 1e3', []],
])('the metrics of %s are known', (expr, names) => {
  expect(metricNames(expr)).toEqual(names);
});

test('the report says what is drawn, what is foreign and what is missing', () => {
  const report = reportOf(
    readDashboard({
      panels: [
        { id: 1, type: 'stat', targets: [{ expr: 'up' }] },
        { id: 2, type: 'geomap', targets: [{ expr: 'absent_metric' }] },
        { id: 3, type: 'logs', datasource: { type: 'loki', uid: 'l' }, targets: [{ expr: '{a="b"}' }], transformations: [{ id: 'heatmap', options: {} }] },
      ],
    }),
    new Set(['up']),
  );
  expect(report).toMatchObject({ drawn: 1, metrics: ['absent_metric', 'up'], missing: ['absent_metric'] });
  expect(report.panels.map(({ drawn, foreign, transformations }) => [drawn, foreign, transformations])).toEqual([
    [true, [], []],
    [false, [], []],
    [true, ['loki'], ['heatmap']],
  ]);
});
