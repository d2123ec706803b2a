import { IconAlertTriangle } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { ApiError } from '@/api/errors';
import { errorPlace } from '@/rooms/metrics/query/errorPlace';
import { ErrorState } from '@/ui/states';
import styles from './result.module.css';

type QueryProblemProps = {
  expression: string;
  query: { readonly isError: boolean; readonly error: unknown; readonly data: unknown; refetch(): unknown };
  /** Told the server's message, so that the editor can mark the place; null once there is none. */
  onProblem?: ((message: string | null) => void) | undefined;
  children: ReactNode;
};

/** The answer, or in its place the server's message and where in the expression it points. */
export function QueryProblem({ expression, query, onProblem, children }: QueryProblemProps) {
  const message = query.isError && query.error instanceof ApiError ? query.error.detail : null;
  useEffect(() => {
    onProblem?.(message);
  }, [message, onProblem]);
  if (!query.isError || query.data !== undefined) return children;
  const place = message === null ? null : errorPlace(message, expression);
  if (place === null) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className={styles.problem} role="alert">
      <IconAlertTriangle size={16} aria-hidden />
      <div className="mw-grow">
        <div>{message}</div>
        <pre className={styles.errorPlace}>
          {place.line}
          {'\n'}
          {' '.repeat(place.column)}
          <b>^</b>
        </pre>
      </div>
    </div>
  );
}
