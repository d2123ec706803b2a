import { expect, test } from 'vitest';
import type { Frame } from './frame';
import { reduced } from './reduce';
import { transformed } from './transform';

const number = (name: string, ...values: (number | null)[]) => ({ name, type: 'number' as const, labels: {}, values });
const time = (...values: number[]) => ({ name: 'Time', type: 'time' as const, labels: {}, values });
const words = (name: string, ...values: string[]) => ({ name, type: 'string' as const, labels: {}, values });
const frame = (refId: string, ...fields: Frame['fields'][number][]): Frame => ({ refId, name: '', fields });
const columns = (frames: readonly Frame[]) => frames.map(({ fields }) => Object.fromEntries(fields.map(({ name, values }) => [name, values])));
const apply = (frames: Frame[], id: string, options: Record<string, unknown> = {}) => columns(transformed(frames, [{ id, options }]));

test('organize hides, renames and orders columns', () => {
  const table = frame('A', time(1), words('host', 'a'), number('Value', 5));
  expect(apply([table], 'organize', { excludeByName: { Time: true }, indexByName: { Value: 0, host: 1 }, renameByName: { Value: 'load' } })).toEqual([{ load: [5], host: ['a'] }]);
});

test('merge brings rows of several queries together by what they share', () => {
  const a = frame('A', time(1, 1), words('host', 'x', 'y'), number('Value #A', 1, 2));
  const b = frame('B', time(1), words('host', 'x'), number('Value #B', 9));
  expect(apply([a, b], 'merge')).toEqual([{ Time: [1, 1], host: ['x', 'y'], 'Value #A': [1, 2], 'Value #B': [9, null] }]);
});

test('seriesToColumns joins by a field, keeping rows that only some have', () => {
  const a = frame('A', words('host', 'x', 'y'), number('Value', 1, 2));
  const b = frame('B', words('host', 'y', 'z'), number('Value', 3, 4));
  expect(apply([a, b], 'seriesToColumns', { byField: 'host' })).toEqual([{ host: ['x', 'y', 'z'], 'Value #A': [1, 2, null], 'Value #B': [null, 3, 4] }]);
  expect(apply([a, b], 'joinByField', { byField: 'host', mode: 'inner' })).toEqual([{ host: ['y'], 'Value #A': [2], 'Value #B': [3] }]);
});

test('calculateField adds a column from two, or from all', () => {
  const table = frame('A', number('a', 6, 1), number('b', 3, 0));
  expect(apply([table], 'calculateField', { mode: 'binary', alias: 'share', binary: { left: 'a', operator: '/', right: 'b' } })[0]?.['share']).toEqual([2, Infinity]);
  expect(apply([table], 'calculateField', { mode: 'reduceRow', reduce: { reducer: 'sum' }, replaceFields: true })).toEqual([{ sum: [9, 1] }]);
});

test('reduce makes a row of each series', () => {
  const series = (name: string, ...values: number[]): Frame => ({ refId: 'A', name, fields: [time(1, 2), number('Value', ...values)] });
  expect(apply([series('x', 1, 3), series('y', 5, 2)], 'reduce', { reducers: ['max', 'mean'] })).toEqual([{ Field: ['x', 'y'], Max: [3, 5], Mean: [2, 3.5] }]);
});

test('rows are sorted, filtered, limited and grouped', () => {
  const table = frame('A', words('host', 'a', 'b', 'a'), number('n', 3, 1, 2));
  expect(apply([table], 'sortBy', { sort: [{ field: 'n', desc: true }] })).toEqual([{ host: ['a', 'a', 'b'], n: [3, 2, 1] }]);
  expect(apply([table], 'limit', { limitField: 1 })).toEqual([{ host: ['a'], n: [3] }]);
  expect(apply([table], 'filterByValue', { type: 'include', match: 'any', filters: [{ fieldName: 'n', config: { id: 'greater', options: { value: 1 } } }] })).toEqual([{ host: ['a', 'a'], n: [3, 2] }]);
  expect(apply([table], 'groupBy', { fields: { host: { operation: 'groupby' }, n: { operation: 'aggregate', aggregations: ['sum', 'count'] } } })).toEqual([
    { host: ['a', 'b'], 'n (sum)': [5, 1], 'n (count)': [2, 1] },
  ]);
});

test('filterFieldsByName keeps what is named or matches', () => {
  const table = frame('A', number('cpu', 1), number('memory', 2), words('host', 'x'));
  expect(apply([table], 'filterFieldsByName', { include: { names: ['host'], pattern: '/^cp/' } })).toEqual([{ cpu: [1], host: ['x'] }]);
});

test('an unknown transformation leaves the frames', () => {
  expect(apply([frame('A', number('n', 1))], 'unheardOf')).toEqual([{ n: [1] }]);
});

test.each([
  ['lastNotNull', 4],
  ['first', 1],
  ['min', 1],
  ['max', 4],
  ['mean', 7 / 3],
  ['avg', 7 / 3],
  ['sum', 7],
  ['count', 4],
  ['range', 3],
  ['diff', 3],
  ['median', 2],
  ['p95', 4],
  ['changeCount', 3],
])('%s of 1, 2, 4, nothing', (name, wanted) => {
  expect(reduced([1, 2, 4, null], name)).toBeCloseTo(wanted);
});

test('nothing reduces to nothing', () => {
  expect(reduced([], 'max')).toBeNull();
  expect(reduced([null], 'mean')).toBeNull();
  expect(reduced(['a', 'b'], 'lastNotNull')).toBe('b');
});
