/** Where the dots of a scatter plot lie; no DOM. */
import { extent, linear, logarithmic, decadeTicks, type Extent } from './scale';

export type Dot = {
  readonly id: string;
  readonly at: number;
  readonly seconds: number;
  readonly weight: number;
  readonly failed: boolean;
  readonly label: string;
};

export type PlacedDot = { readonly dot: Dot; readonly x: number; readonly y: number; readonly radius: number };
export type ScatterLayout = {
  /** The durations at the foot and at the top; null when there are no dots. */
  readonly domain: Extent | null;
  readonly dots: readonly PlacedDot[];
  readonly ticks: readonly { readonly seconds: number; readonly y: number }[];
};

const FOOT = 6;
const HEAD = 8;

/** The duration at a height of the plot: what `scatterLayout` does, turned round. */
export function secondsAt(domain: Extent, y: number, height: number): number {
  const share = (height - FOOT - y) / (height - FOOT - HEAD);
  return domain[0] * (domain[1] / domain[0]) ** share;
}

/** Time to the right, duration upward on a logarithmic scale; failed dots last, so that they lie on top. */
export function scatterLayout(dots: readonly Dot[], range: Extent, width: number, height: number): ScatterLayout {
  const durations = extent(dots.map(({ seconds }) => seconds).filter((seconds) => seconds > 0));
  if (durations === null) return { domain: null, dots: [], ticks: [] };
  const domain: Extent = [durations[0] / 1.3, durations[1] * 1.3];
  const x = linear(range, [0, width]);
  const y = logarithmic(domain, [height - FOOT, HEAD]);
  const heaviest = Math.max(1, ...dots.map(({ weight }) => weight));
  const placed = dots
    .filter(({ at }) => at >= range[0] && at <= range[1])
    .map((dot) => ({
      dot,
      x: x(dot.at),
      y: y(dot.seconds),
      radius: 2.5 + 3 * Math.sqrt(Math.max(0, dot.weight) / heaviest),
    }))
    .sort((a, b) => Number(a.dot.failed) - Number(b.dot.failed) || b.radius - a.radius);
  return { domain, dots: placed, ticks: decadeTicks(domain).map((seconds) => ({ seconds, y: y(seconds) })) };
}
