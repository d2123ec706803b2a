import { describe, expect, it } from 'vitest';
import { scatterLayout, secondsAt, type Dot } from './scatter';

const dot = (id: string, at: number, seconds: number, failed = false): Dot => ({
  id,
  at,
  seconds,
  weight: 4,
  failed,
  label: id,
});

describe('scatterLayout', () => {
  it('puts later to the right and slower to the top', () => {
    const { dots } = scatterLayout([dot('a', 10, 0.01), dot('b', 90, 1)], [0, 100], 200, 100);
    const [a, b] = [dots.find((one) => one.dot.id === 'a'), dots.find((one) => one.dot.id === 'b')];
    expect(a?.x).toBe(20);
    expect(b?.x).toBe(180);
    expect(a?.y ?? 0).toBeGreaterThan(b?.y ?? 0);
  });

  it('keeps every dot inside and draws failures last', () => {
    const { dots, ticks } = scatterLayout(
      [dot('bad', 50, 2, true), dot('ok', 50, 0.02), dot('late', 500, 1), dot('zero', 3, 0)],
      [0, 100],
      200,
      100,
    );
    expect(dots.map((one) => one.dot.id).at(-1)).toBe('bad');
    expect(dots).toHaveLength(3);
    for (const one of dots) expect(one.y >= 0 && one.y <= 100).toBe(true);
    expect(ticks.map((tick) => tick.seconds)).toEqual([0.1, 1]);
  });

  it('is empty without dots', () => {
    expect(scatterLayout([], [0, 1], 10, 10)).toEqual({ domain: null, dots: [], ticks: [] });
  });
});

it('knows the duration at a height, as it knows the height of a duration', () => {
  const dots = [0.01, 0.4, 9].map((seconds, at) => ({ id: String(at), at, seconds, weight: 1, failed: false, label: '' }));
  const { domain, dots: placed } = scatterLayout(dots, [0, 10], 100, 160);
  for (const { dot, y } of placed) expect(secondsAt(domain ?? [1, 1], y, 160)).toBeCloseTo(dot.seconds, 6);
});
