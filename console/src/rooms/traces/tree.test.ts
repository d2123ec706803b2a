import { describe, expect, it } from 'vitest';
import { span } from './testing/spans';
import type { Span } from './trace';
import { criticalPath, criticalShares, orderSpans, selfTime } from './tree';

const ids = (spans: readonly Span[]): string => spans.map((one) => `${'.'.repeat(one.depth)}${one.id}`).join(' ');
const path = (spans: readonly Span[]): string[] =>
  criticalPath(spans).map((part) => `${spans[part.index]?.id} ${part.fromMs}-${part.toMs}`);

describe('orderSpans', () => {
  it('puts children below their parent, earliest first', () => {
    const spans = orderSpans([
      span('late', 'root', 50, 10),
      span('leaf', 'early', 12, 1),
      span('root', null, 0, 100),
      span('early', 'root', 10, 10),
    ]);
    expect(ids(spans)).toBe('root .early ..leaf .late');
    expect(spans.map((one) => one.below)).toEqual([3, 1, 0, 0]);
    expect(spans[0]?.children).toEqual([1, 3]);
    expect(spans[2]?.parent).toBe(1);
  });

  it('keeps spans whose parent was not recorded, and says so', () => {
    const spans = orderSpans([span('a', null, 0, 10), span('b', 'gone', 5, 1)]);
    expect(ids(spans)).toBe('a b');
    expect(spans.map((one) => one.orphan)).toEqual([false, true]);
  });

  it('cuts circles and self-references without losing a span', () => {
    expect(ids(orderSpans([span('a', 'b', 0, 1), span('b', 'a', 1, 1), span('c', 'c', 2, 1)]))).toBe('a .b c');
  });

  it('keeps both of two spans with one id', () => {
    expect(orderSpans([span('a', null, 0, 9), span('a', null, 1, 2), span('b', 'a', 2, 1)])).toHaveLength(3);
  });

  it('walks chains deeper than the stack', () => {
    const chain = Array.from({ length: 20_000 }, (_, at) =>
      span(`s${at}`, at === 0 ? null : `s${at - 1}`, at, 20_000 - at),
    );
    const spans = orderSpans(chain);
    expect(spans.at(-1)?.depth).toBe(19_999);
    expect(criticalPath(spans).length).toBeGreaterThan(0);
  });
});

describe('selfTime', () => {
  it('counts overlapping children once and cuts those that outlive the span', () => {
    const parent = span('p', null, 0, 100);
    expect(selfTime(parent, [span('a', 'p', 10, 30), span('b', 'p', 20, 40), span('c', 'p', 90, 50)])).toBe(40);
    expect(selfTime(parent, [])).toBe(100);
    expect(selfTime(parent, [span('a', 'p', -10, 200)])).toBe(0);
  });
});

describe('criticalPath', () => {
  it('goes through the children that were waited for', () => {
    const spans = orderSpans([
      span('root', null, 0, 100),
      span('short', 'root', 10, 20),
      span('long', 'root', 10, 70),
      span('inner', 'long', 20, 30),
    ]);
    expect(path(spans)).toEqual(['root 0-10', 'long 10-20', 'inner 20-50', 'long 50-80', 'root 80-100']);
  });

  it('takes one after the other in a sequence', () => {
    const spans = orderSpans([span('root', null, 0, 100), span('a', 'root', 0, 40), span('b', 'root', 50, 50)]);
    expect(path(spans)).toEqual(['a 0-40', 'root 40-50', 'b 50-100']);
  });

  it('cuts a child that outlives its parent', () => {
    const spans = orderSpans([span('root', null, 0, 100), span('async', 'root', 60, 500)]);
    expect(path(spans)).toEqual(['root 0-60', 'async 60-100']);
  });

  it('covers the root exactly once whatever the tree', () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    for (let round = 0; round < 60; round++) {
      const raw = [span('s0', null, 0, 1000)];
      for (let at = 1; at < 40; at++) raw.push(span(`s${at}`, `s${random(at)}`, random(1000), random(400)));
      const parts = criticalPath(orderSpans(raw));
      expect(parts.reduce((sum, part) => sum + part.toMs - part.fromMs, 0)).toBe(1000);
      parts.slice(1).forEach((part, at) => expect(part.fromMs).toBe(parts[at]?.toMs));
    }
  });

  it('is held by services in shares that add up to one', () => {
    const spans = orderSpans([span('root', null, 0, 100), span('sql', 'root', 10, 30, { service: 'mysql' })]);
    expect(criticalShares(spans, criticalPath(spans))).toEqual([
      { service: 'shop', ms: 70, share: 0.7 },
      { service: 'mysql', ms: 30, share: 0.3 },
    ]);
    expect(criticalShares([], [])).toEqual([]);
  });

  it('has none without spans', () => {
    expect(criticalPath([])).toEqual([]);
  });
});
