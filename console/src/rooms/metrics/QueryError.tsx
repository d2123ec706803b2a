import { ApiError } from '@/api/errors';
import { ErrorState } from '@/ui/states';
import { errorPlace } from './expressions';
import styles from './metrics.module.css';

type QueryErrorProps = { expression: string; error: unknown; onRetry: () => void };

/** The server's message, and under it the place in the expression that it speaks of. */
export function QueryError({ expression, error, onRetry }: QueryErrorProps) {
  const place = error instanceof ApiError ? errorPlace(error.detail, expression) : null;
  return (
    <div>
      <ErrorState error={error} onRetry={onRetry} />
      {place !== null && (
        <pre className={styles.errorPlace}>
          {place.line}
          {'\n'}
          {' '.repeat(place.column)}
          <b>^</b>
        </pre>
      )}
    </div>
  );
}
