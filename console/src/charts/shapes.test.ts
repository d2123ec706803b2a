import { describe, expect, it } from 'vitest';
import { bandPath, bucketTotal, linePath, ringDash, sparkline, stackBars, partAt } from './shapes';

const same = (value: number): number => value;

describe('linePath', () => {
  it('lifts the pen at gaps and shows a lone point', () => {
    expect(
      linePath(
        [
          [0, 1],
          [1, 2],
          [2, null],
          [3, 4],
        ],
        same,
        same,
      ),
    ).toBe('M0,1L1,2M3,4h0.01');
  });
});

describe('bandPath', () => {
  it('goes along the top and back along the bottom', () => {
    expect(
      bandPath(
        [
          [0, 1, 2, 3],
          [1, 2, 3, 4],
        ],
        same,
        same,
      ),
    ).toBe('M0,3L1,4L1,2L0,1Z');
    expect(bandPath([[0, 1, 2, 3]], same, same)).toBe('');
  });
});

describe('sparkline', () => {
  it('fills its box and marks the end', () => {
    const shape = sparkline(
      [
        [0, 0],
        [10, 10],
      ],
      [],
      [],
      104,
      24,
    );
    expect(shape.line).toBe('M2,22L102,2');
    expect(shape.end).toEqual([102, 2]);
  });

  it('scales band and line together', () => {
    const shape = sparkline(
      [
        [0, 5],
        [10, 5],
      ],
      [[0, 10]],
      [
        [0, 0, 5, 10],
        [10, 0, 5, 10],
      ],
      104,
      24,
    );
    expect(shape.line).toBe('M2,12L102,12');
    expect(shape.previous).toBe('M2,2h0.01');
  });

  it('is empty without data', () => {
    expect(sparkline([], [], [], 100, 20)).toEqual({ line: '', previous: '', band: '', end: null });
  });
});

describe('ringDash', () => {
  it('fills its share and no more than the circle', () => {
    const around = 2 * Math.PI * 10;
    expect(ringDash(0.25, 10)).toBe(`${Math.round((around / 4) * 100) / 100} ${Math.round(around * 75) / 100}`);
    expect(ringDash(2, 10).endsWith(' 0')).toBe(true);
    expect(ringDash(null, 10).startsWith('0 ')).toBe(true);
  });
});

describe('stackBars', () => {
  const buckets = [
    { t: 0, counts: { error: 1, info: 99 } },
    { t: 10, counts: { info: 50 } },
    { t: 20, counts: {} },
  ];

  it('stacks from the bottom and keeps a single error visible', () => {
    const bars = stackBars(buckets, ['error', 'info'], 10, [0, 30], 300, 20, 100);
    expect(bars.map((bar) => bar.x)).toEqual([0, 100, 200]);
    expect(bars[0]?.parts[0]).toEqual({ key: 'error', y: 19, height: 1, count: 1 });
    expect(bars[1]?.parts).toEqual([{ key: 'info', y: 10, height: 10, count: 50 }]);
    expect(bars[2]?.parts).toEqual([]);
  });

  it('cuts buckets at the edges of the range', () => {
    const bars = stackBars(buckets, ['info'], 10, [5, 15], 100, 20, 100);
    expect(bars.map((bar) => bar.index)).toEqual([0, 1]);
    expect(bars[0]?.x).toBe(0);
  });

  it('adds up a bucket', () => {
    expect(bucketTotal({ t: 0, counts: { a: 2, b: 3 } })).toBe(5);
  });
});

describe('partAt', () => {
  const part = (key: string, y: number, height: number) => ({ key, y, height, count: 1 });
  const bars = [
    { x: 0, width: 10, index: 0, parts: [part('error', 98, 2), part('info', 50, 48)] },
    { x: 11, width: 10, index: 1, parts: [] },
  ];

  it('finds the part at a point, a thin one also from a little aside', () => {
    expect(partAt(bars, 5, 60)?.key).toBe('info');
    expect(partAt(bars, 5, 99)?.key).toBe('error');
    expect(partAt(bars, 5, 103)?.key).toBe('error');
  });

  it('finds nothing where nothing is', () => {
    expect(partAt(bars, 5, 20)).toBeNull();
    expect(partAt(bars, 15, 60)).toBeNull();
    expect(partAt(bars, 50, 60)).toBeNull();
  });
});
