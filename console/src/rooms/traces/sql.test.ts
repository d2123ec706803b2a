import { describe, expect, it } from 'vitest';
import { formatSql } from './sql';

const squeezed = (text: string): string => text.replaceAll(/\s+/g, '');

describe('formatSql', () => {
  it('gives every clause a line, conditions indented', () => {
    const text =
      'select o.id, u.level from orders o left join users u on u.id = o.user_id where o.id = ? and o.at between ? and ? or o.status in (?, ?) order by o.at desc limit 10';
    expect(formatSql(text)).toBe(
      [
        'select o.id, u.level',
        'from orders o',
        'left join users u on u.id = o.user_id',
        'where o.id = ?',
        '  and o.at between ? and ?',
        '  or o.status in (?, ?)',
        'order by o.at desc',
        'limit 10',
      ].join('\n'),
    );
  });

  it('indents statements inside statements', () => {
    const text = 'SELECT id FROM orders WHERE user_id IN (SELECT id FROM users WHERE level > 3 AND deleted = 0) AND paid = 1';
    expect(formatSql(text)).toBe(
      [
        'SELECT id',
        'FROM orders',
        'WHERE user_id IN (',
        '  SELECT id',
        '  FROM users',
        '  WHERE level > 3',
        '    AND deleted = 0',
        ')',
        '  AND paid = 1',
      ].join('\n'),
    );
  });

  it('keeps short ones, those that were laid out, and what is quoted', () => {
    expect(formatSql('SELECT 1')).toBe('SELECT 1');
    expect(formatSql('select a\n  from b')).toBe('select a\n  from b');
    expect(formatSql(`update t set note = 'from here and there, where (else', "order by" = 2 where id = ? and deleted_at is null`)).toBe(
      `update t\nset note = 'from here and there, where (else', "order by" = 2\nwhere id = ?\n  and deleted_at is null`,
    );
  });

  it('changes nothing but white space, whatever it is given', () => {
    const words = ['select', 'from', '(', ')', "'it''s'", '"', '`a b`', 'and', 'left', 'join', '--', '/*', '?', 'for', 'update', '中文', '=', ';'];
    let seed = 11;
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: 30 }, () => {
        seed = (seed * 1103515245 + 12345) % 2147483648;
        return words[seed % words.length];
      }).join(' ');
      expect(squeezed(formatSql(text))).toBe(squeezed(text));
    }
  });
});
