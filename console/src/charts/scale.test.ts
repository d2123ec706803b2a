import { describe, expect, it } from 'vitest';
import { decadeTicks, extent, linear, logarithmic, niceStep, timeTicks, timeTickStep, valueAxis } from './scale';

describe('linear', () => {
  it('maps ends to ends and a single point to the middle', () => {
    expect(linear([0, 10], [0, 100])(2.5)).toBe(25);
    expect(linear([3, 3], [0, 100])(3)).toBe(50);
  });
});

describe('extent', () => {
  it('ignores what is missing or infinite', () => {
    expect(extent([null, 3, NaN, Infinity, -2])).toEqual([-2, 3]);
    expect(extent([null])).toBeNull();
  });
});

describe('valueAxis', () => {
  it('starts counts at zero', () => {
    expect(valueAxis([80, 97], 'count')).toEqual({ domain: [0, 100], ticks: [0, 25, 50, 75, 100] });
  });

  it('hugs ratios and never passes one', () => {
    const axis = valueAxis([0.955, 0.998], 'ratio');
    expect(axis.domain[0]).toBeGreaterThan(0.9);
    expect(axis.domain[1]).toBe(1);
  });

  it('counts bytes in powers of two', () => {
    expect(valueAxis([0, 1.5 * 2 ** 30], 'bytes').ticks).toEqual([0, 2 ** 29, 2 ** 30, 1.5 * 2 ** 30]);
  });

  it('holds the data and few lines whatever the data', () => {
    for (const unit of ['count', 'ratio', 'bytes', 'seconds']) {
      for (let low = -1e6; low < 1e6; low += 77_777) {
        for (const span of [0, 1e-6, 0.3, 17, 9.9e5]) {
          const axis = valueAxis([low, low + span], unit);
          expect(axis.domain[0]).toBeLessThanOrEqual(low + 1e-6);
          expect(axis.domain[1]).toBeGreaterThanOrEqual(low + span - 1e-6);
          expect(axis.ticks.length).toBeLessThanOrEqual(6);
          expect(axis.domain[1]).toBeGreaterThan(axis.domain[0]);
        }
      }
    }
  });

  it('has an axis even without data', () => {
    expect(valueAxis(null, 'count').domain).toEqual([0, 1]);
    expect(niceStep(0, 4, '')).toBe(1);
  });
});

describe('time ticks', () => {
  it('leaves room for the labels', () => {
    expect(timeTickStep(3_600_000, 800, 60)).toBe(300_000);
    expect(timeTickStep(86_400_000, 400, 60)).toBe(21_600_000);
  });

  it('stands on local hours', () => {
    const offset = 8 * 3_600_000;
    const from = Date.parse('2026-11-22T15:10:00Z');
    const ticks = timeTicks(from, from + 2 * 86_400_000, 86_400_000, offset, 800);
    expect(ticks.map((at) => new Date(at).toISOString())).toEqual([
      '2026-11-22T16:00:00.000Z',
      '2026-11-23T16:00:00.000Z',
    ]);
  });
});

describe('logarithmic', () => {
  it('gives each decade the same room and keeps zero on the floor', () => {
    const at = logarithmic([1, 1000], [0, 300]);
    expect(at(10)).toBeCloseTo(100);
    expect(at(100)).toBeCloseTo(200);
    expect(at(0)).toBe(0);
  });

  it('labels decades', () => {
    expect(decadeTicks([0.5, 2000])).toEqual([1, 10, 100, 1000]);
    expect(decadeTicks([3, 5])).toEqual([3, 5]);
  });
});
