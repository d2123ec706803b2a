import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { fetchSession, fetchStatus, type ServerStatus, type Session } from '@/api/status';
import { usePreference, writePreference } from '@/i18n/preferences';

const STATUS_EVERY_MS = 5000;

/** The server's status, renewed every few seconds: the pulse by which the console knows that the server is there. */
export function useStatus(): UseQueryResult<ServerStatus> {
  const result = useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => fetchStatus(signal),
    refetchInterval: STATUS_EVERY_MS,
    retry: false,
  });
  const zone = result.data?.timeZone;
  useEffect(() => {
    if (zone !== undefined && isTimeZone(zone)) writePreference('mallTimeZone', zone);
  }, [zone]);
  return result;
}

export function useSession(): Session {
  const { data } = useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => fetchSession(signal),
    staleTime: 300_000,
  });
  return data ?? { user: null, authRequired: false };
}

/** Who acts: the signed-in user, else the name that was given on this browser; empty when nobody said. */
export function usePerson(): { readonly name: string; readonly signedIn: boolean; readonly set: (name: string) => void } {
  const { user } = useSession();
  const [person, set] = usePreference('person');
  return { name: user ?? person, signedIn: user !== null, set };
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '' && name !== '';
  } catch {
    return false;
  }
}
