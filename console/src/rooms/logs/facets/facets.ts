/** Which fields are counted beside the list; no DOM. */
import type { LogField } from '@/rooms/logs/api';

/** Counted where recent lines have them, in this order. */
const USUAL = ['level', 'service', 'category', 'action', 'error.name', 'data.path', 'data.status', 'userId', 'tags'];
const MOST = 12;
/** A field with nearly as many values as lines (an id) tells nothing as a facet. */
const ID_LIKE = 1;

/** The fields chosen in the URL, or those of the usual that recent lines have; level and service at least. */
export function facetFields(chosen: readonly string[] | undefined, fields: readonly LogField[]): string[] {
  if (chosen !== undefined && chosen.length > 0) return [...chosen].slice(0, MOST);
  const present = new Set(fields.map(({ name }) => name));
  return USUAL.filter((name) => name === 'level' || name === 'service' || present.has(name));
}

/** What may be added: no text, no ids, not what is there already; fields that most lines have come first. */
export function otherFields(shown: readonly string[], fields: readonly LogField[], find: string): LogField[] {
  const wanted = find.trim().toLowerCase();
  return fields.filter(
    ({ name, type, top }) =>
      type !== 'text' &&
      name !== 'data._pattern' &&
      !shown.includes(name) &&
      (wanted === '' ? (top[0]?.count ?? 0) > ID_LIKE : name.toLowerCase().includes(wanted)),
  );
}

/** The chosen fields with one more, or without it. */
export function flippedField(shown: readonly string[], field: string): string[] {
  return shown.includes(field) ? shown.filter((one) => one !== field) : [...shown, field].slice(-MOST);
}
