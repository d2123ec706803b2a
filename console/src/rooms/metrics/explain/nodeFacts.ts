/** What the answer to one node tells of it; no DOM. */
import type { InstantAnswer } from '@/api/prometheus';
import type { ValueType } from './tree';

export type NodeFacts = {
  readonly series: number;
  /** Samples within the node's range, for nodes that are ranges: they are asked how many there are. */
  readonly samples: number | null;
  /** Labels with the number of their values, most first. */
  readonly labels: readonly { readonly label: string; readonly values: number }[];
};

export function factsOf(answer: InstantAnswer, type: ValueType): NodeFacts {
  if (answer.kind === 'scalar' || answer.kind === 'string') return { series: 1, samples: null, labels: [] };
  const values = new Map<string, Set<string>>();
  for (const { metric } of answer.series) {
    for (const [label, value] of Object.entries(metric)) {
      if (label === '__name__') continue;
      const seen = values.get(label);
      if (seen === undefined) values.set(label, new Set([value]));
      else seen.add(value);
    }
  }
  const counted = type === 'matrix' && answer.kind === 'vector';
  return {
    series: answer.series.length,
    samples: counted ? answer.series.reduce((sum, { sample }) => sum + sample[1], 0) : null,
    labels: [...values]
      .map(([label, seen]) => ({ label, values: seen.size }))
      .sort((a, b) => b.values - a.values || (a.label < b.label ? -1 : 1)),
  };
}

/** The index of the largest; -1 where there are fewer than three to compare. */
export function slowest(seconds: readonly (number | null)[]): number {
  let at = -1;
  seconds.forEach((value, index) => {
    if (value !== null && value > (seconds[at] ?? 0)) at = index;
  });
  return seconds.filter((value) => value !== null).length < 3 ? -1 : at;
}
