import { expect, test } from 'vitest';
import { formatNamedUnit } from '@/lib/unitNames';
import { figureSeries, lineFrame, searchBody } from '@/rooms/dashboards/model/elasticsearch';
import { displayed } from '@/rooms/dashboards/model/display';
import { readFieldConfig, thresholdColor } from '@/rooms/dashboards/model/fieldConfig';
import { autoLegend, legendOf, rangeFrames, shownFields } from '@/rooms/dashboards/model/frame';
import { frameCells } from '@/rooms/dashboards/model/cells';
import { bins } from './bins';
import { inlineParts, readMarkdown, safe, withoutTags } from './markdown';
import { stretches } from './stretches';
import { asTable, orderOf } from './table';
import { toSeries } from './TimePanel';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

test.each([
  [1536, 'bytes', '1.5 KiB'],
  [1536, 'decbytes', '1.54 kB'],
  [0.25, 'percentunit', '25.0 %'],
  [25, 'percent', '25.0 %'],
  [1500, 'ms', '1.5 s'],
  [2_000_000, 'bps', '2 Mb/s'],
  [12, 'reqps', '12 req/s'],
  [128.4, 'currencyCNY', '¥128.4'],
  [1, 'bool_yes_no', 'Yes'],
  [3, 'suffix: 件', '3  件'],
  [5, 'unheard of', '5 unheard of'],
  [90, 's', '1 min 30 s'],
])('%d in %s', (value, unit, wanted) => {
  expect(plain(formatNamedUnit(value, unit, 'en'))).toBe(wanted);
});

test('asked decimals are kept', () => {
  expect(plain(formatNamedUnit(1.5, 'none', 'en', 3))).toBe('1.500');
  expect(formatNamedUnit(null, 'bytes', 'en')).toBe('–');
});

const config = (defaults: Record<string, unknown>) => readFieldConfig({ defaults }).defaults;

test('a value has the words of its mapping, else its unit; the colour of its threshold', () => {
  const mapped = config({ mappings: [{ type: 'value', options: { '1': { text: 'UP', color: 'green' } } }, { type: 'range', options: { from: 5, to: 9, result: { text: 'many' } } }, { type: 'special', options: { match: 'null', result: { text: 'none' } } }] });
  expect(displayed(1, mapped, 'en')).toEqual({ text: 'UP', color: 'var(--mw-ok)' });
  expect(displayed(7, mapped, 'en').text).toBe('many');
  expect(displayed(null, mapped, 'en').text).toBe('none');
  const limits = config({ unit: 'percent', thresholds: { mode: 'absolute', steps: [{ value: null, color: 'green' }, { value: 80, color: 'red' }] } });
  expect([79, 80].map((value) => thresholdColor(limits, value))).toEqual(['green', 'red']);
  const shares = config({ min: 0, max: 200, thresholds: { mode: 'percentage', steps: [{ value: null, color: 'green' }, { value: 50, color: 'red' }] } });
  expect([99, 100].map((value) => thresholdColor(shares, value))).toEqual(['green', 'red']);
});

test('legends take labels by name, or the labels that differ', () => {
  expect(legendOf('{{ job }}-{{missing}}', '')({ job: 'a' })).toBe('a-');
  expect(legendOf('', 'rate(x)')({})).toBe('rate(x)');
  const all = [
    { job: 'a', host: 'x' },
    { job: 'b', host: 'x' },
  ];
  expect(all.map(autoLegend(all, ''))).toEqual(['a', 'b']);
});

test('series have their overrides: axis, unit, sign', () => {
  const source = readFieldConfig({
    defaults: { unit: 'bytes' },
    overrides: [{ matcher: { id: 'byRegexp', options: '/out/' }, properties: [{ id: 'custom.transform', value: 'negative-Y' }, { id: 'custom.axisPlacement', value: 'right' }, { id: 'unit', value: 's' }] }],
  });
  const frames = rangeFrames('A', [{ metric: { d: 'in' }, points: [[0, 1]] }, { metric: { d: 'out' }, points: [[0, 2]] }], ({ d }) => d ?? '');
  const series = toSeries(shownFields(frames, source), false);
  expect(series.map(({ name, points, unit, right }) => [name, points, unit, right])).toEqual([
    ['in', [[0, 1]], 'bytes', undefined],
    ['out', [[0, -2]], 's', true],
  ]);
  expect(toSeries(shownFields(frames, source), true).map(({ points }) => points[0]?.[1])).toEqual([1 / 3, 2 / 3]);
});

test('frames of one row become one table; rows are sorted by a click', () => {
  const frames = rangeFrames('A', [{ metric: { host: 'a' }, points: [[0, 1]] }, { metric: { host: 'b' }, points: [[0, 2]] }], () => 'x');
  const [table = []] = asTable(shownFields(frames, readFieldConfig({})));
  expect(table.map(({ title, values }) => [title, values])).toEqual([
    ['host', ['a', 'b']],
    ['Value', [1, 2]],
  ]);
  expect(orderOf(table, { title: 'Value', down: true })).toEqual([1, 0]);
});

test('a panel as a file has a column for each series', () => {
  const frames = rangeFrames('A', [{ metric: {}, points: [[0, 1]] }, { metric: {}, points: [[1000, 2]] }], () => 's');
  expect(frameCells(shownFields(frames, readFieldConfig({})))).toEqual([
    ['time', 's', 's'],
    ['1970-01-01T00:00:00.000Z', 1, ''],
    ['1970-01-01T00:00:01.000Z', '', 2],
  ]);
});

test('a state lasts until the next, and no longer than a step into a gap', () => {
  expect(stretches([0, 10, 20, 100], [1, 1, 2, 2], 10, true)).toEqual([
    { fromMs: 0, toMs: 20, value: 1 },
    { fromMs: 20, toMs: 30, value: 2 },
    { fromMs: 100, toMs: 110, value: 2 },
  ]);
});

test('values fall into bins of one width', () => {
  expect(bins([0, 1, 1, 2, 9], 5, 30)).toEqual([
    { from: 0, to: 5, count: 4 },
    { from: 5, to: 10, count: 1 },
  ]);
  expect(bins([], undefined, 10)).toEqual([]);
});

test('words come through, scripts do not', () => {
  expect(readMarkdown('# Head\n\nText **bold** [on](/logs)\n- a\n- b\n\n```\ncode\n```').map(({ kind }) => kind)).toEqual(['heading', 'paragraph', 'list', 'code']);
  expect(withoutTags('<script>alert(1)</script><b onclick="x()">hi</b> <a href="javascript:x()">go</a>').trim()).toBe('hi [go](javascript:x())');
  expect(inlineParts('[go](javascript:x)')).toEqual([{ kind: 'plain', text: 'go' }]);
  expect([safe('https://a'), safe('/logs'), safe('//evil'), safe('data:text/html,x')]).toEqual([true, true, false, false]);
});

test('Elasticsearch targets become searches, and their answers series or lines', () => {
  const target = { metrics: [{ id: '1', type: 'count' }], bucketAggs: [{ id: '3', type: 'terms', field: 'level', settings: { size: '5' } }, { id: '2', type: 'date_histogram', field: '@timestamp' }] };
  const body = searchBody(target, 'service:a', { fromMs: 0, toMs: 60_000 }, 15);
  expect(body).toMatchObject({ size: 0, aggs: { '3': { terms: { field: 'level', size: 5 }, aggs: { '2': { date_histogram: { fixed_interval: '15s' } } } } } });
  const answer = { aggregations: { '3': { buckets: [{ key: 'error', '2': { buckets: [{ key: 1000, doc_count: 4 }] } }] } } };
  expect(figureSeries(target, answer)).toEqual([{ metric: { level: 'error' }, points: [[1000, 4]] }]);
  const lines = lineFrame('A', { hits: { hits: [{ _source: { '@timestamp': '1970-01-01T00:00:01Z', message: 'hi', level: 'warn' } }] } });
  expect(lines.fields.map(({ name, values }) => [name, values])).toEqual([
    ['Time', [1000]],
    ['Line', ['hi']],
    ['level', ['warn']],
  ]);
});
