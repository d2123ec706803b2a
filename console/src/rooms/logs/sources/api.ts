/** Where lines come from: services that write, files that are followed, pipelines that they go through. */
import { apiGet } from '@/api/client';
import { boolean, defaulted, list, nullable, number, object, oneOf, string, time } from '@/api/decode';
import { query as promql } from '@/api/prometheus';

export const FILE_STATES = ['caught_up', 'behind', 'waiting', 'done', 'gone', 'failed'] as const;

const file = object({
  path: string,
  input: string,
  state: oneOf(FILE_STATES, 'waiting'),
  readBytes: number,
  sizeBytes: number,
  lagBytes: number,
  entries: number,
  lastRead: nullable(time),
  error: nullable(string),
});
const sender = object({ way: string, name: string, stored: number, refused: number, last: nullable(time) });
const sources = object({
  files: list(file),
  ignored: defaulted(list(object({ path: string, reason: string })), []),
  paused: defaulted(boolean, false),
  refused: defaulted(number, 0),
  waits: defaulted(number, 0),
  senders: defaulted(list(sender), []),
});
export type SourceFile = ReturnType<typeof file>;
export type Sender = ReturnType<typeof sender>;
export type Sources = ReturnType<typeof sources>;

export const fetchSources = (signal?: AbortSignal): Promise<Sources> => apiGet('/api/sources', sources, { signal });

/** One label set with its value, as the figures below need them. */
export type Figure = { readonly labels: Readonly<Record<string, string>>; readonly value: number };

async function figures(expr: string, signal: AbortSignal): Promise<Figure[]> {
  const { data } = await promql(expr, undefined, signal);
  return data.kind === 'vector' ? data.series.map(({ metric, sample }) => ({ labels: metric, value: sample[1] })) : [];
}

export type SourceFigures = {
  readonly perMinute: readonly Figure[];
  readonly last: readonly Figure[];
  readonly pipelines: readonly Figure[];
  readonly intake: readonly Figure[];
};

/** The server's own counts of lines by service, of pipelines and of what it took in. */
export async function fetchFigures(signal: AbortSignal): Promise<SourceFigures> {
  const [perMinute, last, pipelines, intake] = await Promise.all([
    figures('60 * sum by (service, level) (rate(mallwatch_log_entries_total[5m]))', signal),
    figures('max by (service) (mallwatch_log_last_entry_timestamp_seconds)', signal),
    figures('sum by (pipeline, processor, outcome) (mallwatch_log_pipeline_entries_total)', signal),
    figures('sum by (outcome) (mallwatch_logs_intake_total)', signal),
  ]);
  return { perMinute, last, pipelines, intake };
}
