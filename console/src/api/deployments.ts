/** Deployments: `/api/deployments`. */
import { apiGet } from './client';
import { type Decoded, list, nullable, number, object, oneOf, string, time } from './decode';

const deployment = object({
  id: string,
  service: string,
  environment: string,
  version: string,
  colour: string,
  status: oneOf(['running', 'succeeded', 'failed', 'rolled_back']),
  reason: string,
  by: string,
  startedAt: time,
  committedAt: nullable(time),
  switchedAt: nullable(time),
  finishedAt: nullable(time),
});
export type Deployment = Decoded<typeof deployment>;

const deployments = object({
  deployments: list(deployment),
  figures: object({
    deployments: number,
    perDay: number,
    leadTimeSeconds: nullable(number),
    failureShare: nullable(number),
    restoreTimeSeconds: nullable(number),
  }),
});
export type Deployments = Decoded<typeof deployments>;

/** More than this are not listed. */
export const MOST_DEPLOYMENTS = 200;

export function fetchDeployments(fromMs: number, toMs: number, signal?: AbortSignal): Promise<Deployments> {
  const params = { from: Math.round(fromMs), until: Math.round(toMs), limit: MOST_DEPLOYMENTS };
  return apiGet('/api/deployments', deployments, { params, signal });
}
