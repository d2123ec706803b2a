/** Selectors of the series behind a row of the cardinality page; no DOM. */
import { selector } from '@/rooms/metrics/explorer/suggested';
import { pairOf } from './growth';

const quoted = (label: string): string => (/^[a-zA-Z_]\w*$/.test(label) ? label : JSON.stringify(label));

export const matchOfMetric = (name: string): string => selector(name, []);

/** All series that have the label at all. */
export const matchOfLabel = (label: string): string => `{${quoted(label)}!=""}`;

export function matchOfPair(text: string): string {
  const { label, value } = pairOf(text);
  return `{${quoted(label)}=${JSON.stringify(value)}}`;
}
