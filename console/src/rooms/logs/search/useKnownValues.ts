import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { fetchValues, type LogField, type LogQuery } from '@/rooms/logs/api';
import type { KnownValues } from './completion';

const TYPED_MS = 150;

/** The values to offer for the field at the caret: those that recent lines have at once, the server's as they come. */
export function useKnownValues(
  asked: { readonly field: string; readonly text: string } | null,
  request: LogQuery,
  fields: readonly LogField[],
): KnownValues {
  const field = asked?.field ?? '';
  const text = useSettled(asked?.text ?? '');
  const own = fields.find(({ name }) => name === field || name === `data.${field}`);
  const { fromMs, toMs } = request;
  const query = useQuery({
    queryKey: ['logs-values', field, text, Math.floor(toMs / 60_000)],
    queryFn: ({ signal }) => fetchValues({ q: '', levels: [], services: [], fromMs, toMs }, field, text, signal),
    enabled: field !== '' && own?.type !== 'text',
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (field === '') return {};
  const served = query.isPlaceholderData ? [] : (query.data ?? []);
  const seen = new Set(served.map(({ value }) => value));
  return { [field]: [...served, ...(own?.top ?? []).filter(({ value }) => !seen.has(value))] };
}

/** A text once it has stood still for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPED_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
