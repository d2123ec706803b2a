/** The only `fetch` of the console. Every answer is decoded at this edge, every failure is an `ApiError`. */
import type { Decoder } from './decode';
import { ApiError, apiError } from './errors';
import { reachability } from './reachability';

export { ApiError } from './errors';

export type ParamValue = string | number | boolean | readonly string[] | null | undefined;
export type Params = Readonly<Record<string, ParamValue>>;

export interface GetOptions {
  readonly params?: Params | undefined;
  readonly signal?: AbortSignal | undefined;
}

const JSON_HEADERS = { Accept: 'application/json, application/problem+json' };

export async function apiGet<T>(path: string, decode: Decoder<T>, options: GetOptions = {}): Promise<T> {
  return send(withParams(path, options.params), decode, { headers: JSON_HEADERS, signal: options.signal ?? null });
}

export async function apiPost<T>(path: string, body: unknown, decode: Decoder<T>, signal?: AbortSignal): Promise<T> {
  return send(path, decode, {
    method: 'POST',
    headers: { ...JSON_HEADERS, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    signal: signal ?? null,
  });
}

/** Posts a form, as Prometheus's query endpoints take it when the expression is too long for a URL. */
export async function apiPostForm<T>(path: string, form: Params, decode: Decoder<T>, signal?: AbortSignal): Promise<T> {
  return send(path, decode, {
    method: 'POST',
    headers: { ...JSON_HEADERS, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: searchOf(form),
    signal: signal ?? null,
  });
}

export async function apiDelete(path: string, signal?: AbortSignal): Promise<void> {
  return send(path, () => undefined, { method: 'DELETE', headers: JSON_HEADERS, signal: signal ?? null });
}

/** Reads an answer piece by piece as it comes, for files too large to be waited for; an abort ends it with an AbortError. */
export async function apiStream(url: string, onPiece: (piece: Uint8Array<ArrayBuffer>) => void, signal: AbortSignal): Promise<void> {
  const response = await fetched(url, { signal });
  if (!response.ok) throw apiError(response.status, response.statusText, await response.text());
  const reader = response.body?.getReader();
  try {
    for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) onPiece(part.value);
  } catch (cause) {
    throw unreachable(cause);
  }
}

/** `path?a=1&b=2`; absent values are left out, lists repeat the key. */
export function withParams(path: string, params: Params | undefined): string {
  const search = params === undefined ? '' : searchOf(params);
  return search === '' ? path : `${path}?${search}`;
}

function searchOf(params: Params): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === null || value === undefined) continue;
    if (typeof value === 'object') for (const item of value) search.append(name, item);
    else search.append(name, String(value));
  }
  return search.toString();
}

async function send<T>(url: string, decode: Decoder<T>, init: RequestInit): Promise<T> {
  const response = await fetched(url, init);
  let body: string;
  try {
    body = await response.text();
  } catch (cause) {
    throw unreachable(cause);
  }
  // A gateway before the server (also the development proxy) answers for it when it is gone.
  if (response.status === 502 || response.status === 504) reachability.lost();
  else reachability.reached();
  if (!response.ok) throw apiError(response.status, response.statusText, body);
  let json: unknown;
  try {
    json = body === '' ? null : JSON.parse(body);
  } catch {
    throw new ApiError(response.status, 'not JSON', `${url}: ${body.slice(0, 120)}`);
  }
  return decode(json, '');
}

async function fetched(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, credentials: 'same-origin' });
  } catch (cause) {
    throw unreachable(cause);
  }
}

/** What to throw for a request without an answer; one that was given up stays what it is. */
function unreachable(cause: unknown): unknown {
  if (cause instanceof DOMException && cause.name === 'AbortError') return cause;
  reachability.lost();
  return new ApiError(0, 'unreachable', cause instanceof Error ? cause.message : '');
}
