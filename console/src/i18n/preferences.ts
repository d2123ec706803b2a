/** What a person chose on this browser, kept in localStorage and shared by every component that reads it. */
import { useCallback, useSyncExternalStore } from 'react';

const DEFAULTS = {
  locale: '',
  timeZone: 'mall',
  mallTimeZone: '',
  navigation: 'open',
  person: '',
} as const;

export type PreferenceName = keyof typeof DEFAULTS;

const listeners = new Set<() => void>();
const key = (name: PreferenceName): string => `mallwatch.${name}`;

export function readPreference(name: PreferenceName): string {
  try {
    return localStorage.getItem(key(name)) ?? DEFAULTS[name];
  } catch {
    // Storage may be forbidden; the console then forgets, and works.
    return DEFAULTS[name];
  }
}

export function writePreference(name: PreferenceName, value: string): void {
  if (readPreference(name) === value) return;
  try {
    localStorage.setItem(key(name), value);
  } catch {
    return;
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export function usePreference(name: PreferenceName): [value: string, set: (value: string) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => readPreference(name),
    () => DEFAULTS[name],
  );
  const set = useCallback((next: string) => writePreference(name, next), [name]);
  return [value, set];
}
