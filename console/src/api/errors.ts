/** What a door answered when it refused or failed; `status` 0 means that no answer came at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
  ) {
    super(detail === '' ? title : detail);
  }

  /** The server could not be reached: nothing is known about the request. */
  get unreachable(): boolean {
    return this.status === 0;
  }
}

/**
 * Reads the error shapes of all doors: RFC 9457 (`title`, `detail`), Prometheus (`errorType`, `error`), Alertmanager
 * (a bare JSON string, or `code` and `message`) and Jaeger (`errors: [{code, msg}]`, `error: {message}`).
 */
export function apiError(status: number, statusText: string, body: string): ApiError {
  const fallback = statusText === '' ? `HTTP ${status}` : `HTTP ${status} ${statusText}`;
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return new ApiError(status, fallback, body.startsWith('<') ? '' : body.trim().slice(0, 500));
  }
  if (typeof json === 'string') return new ApiError(status, fallback, json);
  if (typeof json !== 'object' || json === null) return new ApiError(status, fallback, '');
  const fields = json as Record<string, unknown>;
  if (typeof fields['error'] === 'string') {
    return new ApiError(status, text(fields['errorType']) ?? fallback, fields['error']);
  }
  if (Array.isArray(fields['errors'])) {
    const messages = fields['errors'].map((item: unknown) => text(member(item, 'msg')) ?? text(item)).filter(Boolean);
    return new ApiError(status, fallback, messages.join('; '));
  }
  const nested = text(member(fields['error'], 'message'));
  const detail = text(fields['detail']) ?? nested ?? text(fields['message']) ?? '';
  return new ApiError(status, text(fields['title']) ?? fallback, detail);
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
