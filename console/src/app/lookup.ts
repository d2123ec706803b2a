/** What a pasted text may be: the ids that tell themselves by their shape, else words to look for in the logs. */
export type Lookup =
  | { readonly kind: 'trace'; readonly id: string; readonly href: string }
  | { readonly kind: 'incident'; readonly id: string; readonly href: string }
  | { readonly kind: 'story'; readonly id: string; readonly href: string }
  | { readonly kind: 'request'; readonly id: string; readonly href: string }
  | { readonly kind: 'metric'; readonly text: string; readonly href: string }
  | { readonly kind: 'text'; readonly text: string; readonly href: string };

const DAY_RANGE = 'from=now-24h&to=now';

export function lookups(typed: string): Lookup[] {
  const text = typed.trim();
  if (text === '') return [];
  const found: Lookup[] = [];
  const hex = /^[0-9a-f]{16}$|^[0-9a-f]{32}$/i.test(text);
  if (hex) found.push({ kind: 'trace', id: text.toLowerCase(), href: `/traces/${text.toLowerCase()}` });
  const incident = /^(?:INC-?)?0*(\d{1,6})$/i.exec(text);
  if (incident !== null) {
    const id = `INC-${(incident[1] ?? '').padStart(6, '0')}`;
    found.push({ kind: 'incident', id, href: `/incidents/${id}` });
  }
  if (/^[\w.:@-]{2,128}$/.test(text) && /\d/.test(text)) {
    found.push({ kind: 'story', id: text, href: `/traces?tab=story&id=${encodeURIComponent(text)}&from=now-7d&to=now` });
  }
  if (/^[\w.-]{6,128}$/.test(text) && /\d/.test(text) && incident === null) {
    found.push({ kind: 'request', id: text, href: `/logs?${logQuery(`requestId:"${text}"`)}` });
  }
  if (/^[a-zA-Z_:][\w:]*_[\w:]+(\{.*\})?$/.test(text) && !hex) {
    found.push({ kind: 'metric', text, href: `/metrics?query=${encodeURIComponent(text)}` });
  }
  if (text.length >= 2) {
    const phrase = `"${text.replaceAll(/["\\]/g, (char) => `\\${char}`)}"`;
    found.push({ kind: 'text', text, href: `/logs?${logQuery(phrase)}` });
  }
  return found;
}

const logQuery = (q: string): string => `q=${encodeURIComponent(q)}&${DAY_RANGE}`;
