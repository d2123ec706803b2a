import { useCallback } from 'react';
import { personPrompt } from './personPrompt';
import { usePerson } from './status';

/** Gives the name of who acts, asking for it when it is not known; null when the person would not say. */
export function usePersonName(): () => Promise<string | null> {
  const { name } = usePerson();
  return useCallback(async () => (name === '' ? personPrompt.ask() : name), [name]);
}
