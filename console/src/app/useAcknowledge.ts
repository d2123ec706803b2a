import { acknowledgeIncident } from '@/api/incidents';
import { useAction } from './useAction';
import { usePersonName } from './usePersonName';

/** Takes an incident over in the name of who sits here. */
export function useAcknowledge(id: string): { readonly pending: boolean; readonly run: () => void } {
  const personName = usePersonName();
  const action = useAction((by: string) => acknowledgeIncident(id, by), ['incidents', 'incident', 'overview', 'status']);
  const run = async () => {
    const by = await personName();
    if (by !== null) await action.run(by);
  };
  return { pending: action.pending, run: () => void run() };
}
