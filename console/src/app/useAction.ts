import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { errorText } from '@/ui/errorText';

export interface Action<A> {
  readonly pending: boolean;
  readonly run: (input: A) => Promise<boolean>;
}

/** A change on the server: what it touches is read anew after it; when it fails, the server's words are shown. */
export function useAction<A, R>(change: (input: A) => Promise<R>, touches: readonly string[], done?: (answer: R) => void): Action<A> {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { mutateAsync, isPending } = useMutation({ mutationFn: change });
  const run = async (input: A): Promise<boolean> => {
    try {
      const answer = await mutateAsync(input);
      done?.(answer);
      return true;
    } catch (error) {
      const { title, detail } = errorText(error, t);
      notifications.show({ title, message: detail, color: 'red', autoClose: 8000, closeButtonProps: { 'aria-label': t('action.close') } });
      return false;
    } finally {
      for (const key of touches) void client.invalidateQueries({ queryKey: [key] });
    }
  };
  return { pending: isPending, run };
}
