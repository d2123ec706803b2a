import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/errors';

/** How often a failed read is tried again before it is shown; what the request itself did wrong is never repeated. */
export function shouldRetry(failures: number, error: unknown): boolean {
  const mayPass = error instanceof ApiError && (error.status === 0 || error.status >= 500 || error.status === 429);
  return mayPass && failures < 1;
}

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2000,
        gcTime: 300_000,
        retry: shouldRetry,
        retryDelay: 1000,
        // The server is often on this very machine: being offline says nothing.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}
