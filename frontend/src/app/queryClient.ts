import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/client'

export function makeQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // A refusal will be refused again; only silence and gateways deserve another try.
        retry: (count, error) =>
          count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
        retryDelay: (attempt) => 400 * 2 ** attempt,
        // A tab is open all day and sees hundreds of tickets; an undo comes well within a minute.
        gcTime: 60_000,
        refetchOnWindowFocus: true,
        refetchIntervalInBackground: false,
      },
      mutations: { networkMode: 'always' },
    },
  })
}
