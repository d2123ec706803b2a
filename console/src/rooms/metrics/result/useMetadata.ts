import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { metadata } from '@/api/prometheus';
import { unitOf } from '@/lib/format';
import { toldUnit } from './answers';

/** What is known of all metrics; read once a minute for the whole room. */
export function useMetadata() {
  return useQuery({
    queryKey: ['metric-metadata'],
    queryFn: ({ signal }) => metadata(signal),
    staleTime: 60_000,
    retry: false,
  });
}

/** The unit of an expression's values, by its words or by the metadata of its first metric. */
export function useUnit(expression: string): { readonly unit: string; readonly told: string } {
  const data = useMetadata().data?.data;
  return useMemo(() => {
    const units = Object.fromEntries(Object.entries(data ?? {}).map(([name, [first]]) => [name, first?.unit ?? '']));
    const told = toldUnit(expression, units);
    return { unit: unitOf(expression, told), told };
  }, [data, expression]);
}
