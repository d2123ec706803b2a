/** What Prometheus scrapes, what relabelling left out, and how relabelling came to that. */
import { apiGet } from './client';
import { asObject, boolean, type Decoder, defaulted, list, number, object, oneOf, record, string } from './decode';
import { BASE, envelope, type Labels } from './prometheus';

const labels = defaulted(record(string), {});

const target = object({
  labels,
  discoveredLabels: labels,
  scrapePool: defaulted(string, ''),
  scrapeUrl: defaulted(string, ''),
  lastError: defaulted(string, ''),
  lastScrape: defaulted(string, ''),
  lastScrapeDuration: defaulted(number, 0),
  scrapeInterval: defaulted(string, ''),
  scrapeTimeout: defaulted(string, ''),
  health: oneOf(['up', 'down', 'unknown'], 'unknown'),
});
export type Target = ReturnType<typeof target>;

const droppedTarget = object({ discoveredLabels: labels, scrapePool: defaulted(string, '') });
export type DroppedTarget = ReturnType<typeof droppedTarget>;

const discovery = object({
  activeTargets: defaulted(list(target), []),
  droppedTargets: defaulted(list(droppedTarget), []),
  /** By pool; counts on when the list itself is cut. */
  droppedTargetCounts: defaulted(record(number), {}),
});
export type Discovery = ReturnType<typeof discovery>;

export async function targets(signal?: AbortSignal): Promise<Discovery> {
  return (await apiGet(`${BASE}/targets`, envelope(discovery), { signal })).data;
}

export async function scrapePools(signal?: AbortSignal): Promise<string[]> {
  const of = envelope(object({ scrapePools: defaulted(list(string), []) }));
  return (await apiGet(`${BASE}/scrape_pools`, of, { signal })).data.scrapePools;
}

const rule = object({
  action: defaulted(string, 'replace'),
  source_labels: defaulted(list(string), []),
  separator: defaulted(string, ';'),
  regex: defaulted(string, ''),
  target_label: defaulted(string, ''),
  replacement: defaulted(string, ''),
  modulus: defaulted(number, 0),
});
export type RelabelRule = ReturnType<typeof rule>;

const step: Decoder<RelabelStep> = (value, path) => {
  const fields = asObject(value, path);
  return {
    rule: rule(fields['rule'], `${path}.rule`),
    output: labels(fields['output'], `${path}.output`),
    keep: boolean(fields['keep'], `${path}.keep`),
  };
};

export interface RelabelStep {
  readonly rule: RelabelRule;
  /** Empty once a rule has dropped the target. */
  readonly output: Labels;
  readonly keep: boolean;
}

/** What each rule of the pool makes of the labels, in order. */
export async function relabelSteps(pool: string, discovered: Labels, signal?: AbortSignal): Promise<RelabelStep[]> {
  const params = { scrapePool: pool, labels: JSON.stringify(discovered) };
  const of = envelope(object({ steps: defaulted(list(step), []) }));
  return (await apiGet(`${BASE}/targets/relabel_steps`, of, { params, signal })).data.steps;
}
