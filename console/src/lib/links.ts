/** Links from one room to another, as plain paths: rooms know each other by address only. */
export type Around = { readonly fromMs: number; readonly toMs: number };

type Value = string | readonly string[] | undefined;

export function href(path: string, search: Readonly<Record<string, Value>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of typeof value === 'string' ? [value] : (value ?? [])) if (one !== '') params.append(name, one);
  }
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

function range(around: Around | undefined): Record<string, string> {
  return around === undefined ? {} : { from: String(Math.floor(around.fromMs)), to: String(Math.ceil(around.toMs)) };
}

export function traceHref(id: string, spanId?: string): string {
  return href(`/traces/${encodeURIComponent(id)}`, { span: spanId });
}

export function logsHref(q: string, around?: Around): string {
  return href('/logs', { q, ...range(around) });
}

export function metricsHref(queries: readonly string[], around?: Around): string {
  return href('/metrics', { query: queries, ...range(around) });
}

export function tracesHref(search: Readonly<Record<string, string | undefined>>, around?: Around): string {
  return href('/traces', { ...search, ...range(around) });
}

/** The time around something that lasted from `fromMs` to `toMs`, with `marginMs` on both sides. */
export function around(fromMs: number, toMs: number, marginMs: number): Around {
  return { fromMs: fromMs - marginMs, toMs: toMs + marginMs };
}
