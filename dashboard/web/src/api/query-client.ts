import { QueryClient } from '@tanstack/vue-query';
import { Problem } from './client.ts';

/** Hints from the socket invalidate queries; the slow refetch covers a socket that is down. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchInterval: 60_000,
      retry: (failures, error) => failures < 2 && !(error instanceof Problem && error.status < 500),
    },
  },
});
