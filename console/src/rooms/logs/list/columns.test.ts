import { describe, expect, it } from 'vitest';
import { logRow } from '@/rooms/logs/api';
import { columnsText, DEFAULT_COLUMNS, fieldText, moved, nextSort, readColumns, resized, toggled, usualWidth } from './columns';

const fields = (text: string): string[] | undefined => readColumns(text)?.map(({ field }) => field);

describe('columns in the URL', () => {
  it('are names with the widths that are not as usual', () => {
    const columns = [{ field: 'data.path', width: 200 }, { field: 'message', width: usualWidth('message') }];
    expect(columnsText(columns)).toBe('data.path*200,message');
    expect(readColumns('data.path*200,message')).toEqual(columns);
  });

  it('are left out when as usual', () => {
    expect(columnsText(DEFAULT_COLUMNS)).toBeUndefined();
    expect(columnsText([])).toBeUndefined();
    expect(readColumns(undefined)).toBeUndefined();
    expect(readColumns(',')).toBeUndefined();
  });

  it('are each there once, and widths within reason', () => {
    expect(fields('a,b,a')).toEqual(['a', 'b']);
    expect(readColumns('a*5,b*99999,c*x')?.map(({ width }) => width)).toEqual([60, 800, usualWidth('c')]);
  });
});

it('sorts by the largest first, then the smallest, then by time again', () => {
  expect(nextSort('', 'a')).toBe('a:desc');
  expect(nextSort('a:desc', 'a')).toBe('a:asc');
  expect(nextSort('a:asc', 'a')).toBe('');
  expect(nextSort('a:asc', 'b')).toBe('b:desc');
});

describe('choosing columns', () => {
  it('puts a new one before the message and keeps one at least', () => {
    expect(toggled(DEFAULT_COLUMNS, 'userId').map(({ field }) => field)).toEqual(['service', 'userId', 'message']);
    expect(toggled([{ field: 'a', width: 80 }], 'a')).toHaveLength(1);
    expect(toggled(DEFAULT_COLUMNS, 'service').map(({ field }) => field)).toEqual(['message']);
  });

  it('moves by one place and not past the ends', () => {
    const names = (columns: readonly { field: string }[]): string => columns.map(({ field }) => field).join();
    expect(names(moved(DEFAULT_COLUMNS, 'message', -1))).toBe('message,service');
    expect(names(moved(DEFAULT_COLUMNS, 'message', 1))).toBe('service,message');
    expect(names(moved(DEFAULT_COLUMNS, 'nothing', 1))).toBe('service,message');
  });

  it('resizes one', () => {
    expect(resized(DEFAULT_COLUMNS, 'service', 20)[0]).toEqual({ field: 'service', width: 60 });
  });
});

describe('fieldText', () => {
  const row = logRow(
    {
      id: '1',
      timestamp: '2026-11-23T04:00:00Z',
      message: 'm',
      durationMillis: 12.5,
      tags: ['a', 'b'],
      error: { name: 'E', message: 'bad' },
      data: { path: '/x', 'log.file.path': '/var', client: { ip: '1.2.3.4', 'geo.city': 'X' }, list: [1, 'b'], none: null },
    },
    '',
  );

  it('reads every kind of field', () => {
    expect(['message', 'durationMillis', 'tags', 'error.name', 'userId'].map((field) => fieldText(row, field))).toEqual(['m', '12.5', 'a, b', 'E', '']);
  });

  it('finds data by path, dots in names or between them', () => {
    const wanted = ['data.path', 'data.log.file.path', 'data.client.ip', 'data.client.geo.city', 'data.list', 'data.none', 'data.no.such'];
    expect(wanted.map((field) => fieldText(row, field))).toEqual(['/x', '/var', '1.2.3.4', 'X', '1, b', '', '']);
  });
});
